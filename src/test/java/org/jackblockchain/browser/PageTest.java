package org.jackblockchain.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The page of a race of four, in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageTest {
    private static final int PORT = 21_600;
    private static final int WIDE = 1_280;
    private static final int NARROW = 400;
    private static final double PATIENCE_MILLIS = 60_000;

    private TestRace race;
    private Browsing browsing;
    private Page page;

    @BeforeAll
    void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        race = new TestRace(4, Duration.ofMillis(800), PORT);
        browsing = new Browsing();
    }

    @AfterAll
    void stop() {
        browsing.close();
        race.close();
    }

    @BeforeEach
    void open() {
        page = browsing.open(race.page(0), WIDE, 900, ColorScheme.LIGHT);
    }

    @AfterEach
    void nothing_went_wrong() {
        page.context().close();
        browsing.assertNoFaults();
    }

    @Test
    @Order(1)
    void shows_four_miners_and_the_tree_grows_without_a_reload() {
        // Given
        page.evaluate("window.same = 'same'");
        assertThat(page.locator("#board .miner")).hasCount(4,
                new LocatorAssertions.HasCountOptions().setTimeout(30_000));

        // When all four have won
        for (String colour : List.of("c0", "c1", "c2", "c3"))
            page.locator("#tree-svg .block." + colour).first().waitFor();
        int before = page.locator("#tree-svg .block").count();
        awaitPage("document.querySelectorAll('#tree-svg .block').length > " + before);

        // Then it is the same page, and it says who won
        assertThat(page.evaluate("window.same")).isEqualTo("same");
        assertThat(page.locator("#headline")).containsText(Pattern.compile("Port 2\\d{4} won block [1-9]"));
        assertThat(page.locator("#tally")).containsText(Pattern.compile("Port \\d+ won \\d+ blocks?, port \\d+ won"));
        assertThat(page.locator("#tree-svg .block.tip")).hasCount(1);
        assertThat(page.locator("#live")).hasAttribute("data-state", "live");
    }

    @Test
    @Order(2)
    void the_round_is_shown_byte_by_byte() {
        assertThat(page.locator("#round .field")).hasCount(6);
        assertThat(page.locator("#round .bytes i")).hasCount(80);
        assertThat(page.locator("#round .f-nonce")).containsText("and on");
        assertThat(page.locator("#round .why")).containsText(Pattern.compile("won block \\d+"));
        assertThat(page.locator("#rain .rain-line")).hasCount(1);
        assertThat(page.locator("#rain circle").first()).isVisible();
    }

    @Test
    @Order(3)
    void the_charts_fill() {
        for (String chart : List.of("rate", "intervals", "difficulty", "stale", "spread"))
            assertThat(page.locator("#chart-" + chart + " .axis").first()).isVisible();
    }

    @Test
    @Order(4)
    void a_partition_makes_two_branches_and_the_loser_stays_as_stale() {
        page.locator("#controls").scrollIntoViewIfNeeded();

        // When the network is cut in two
        page.locator("#split").click();

        // Then there are two branches, with nodes on both
        assertThat(page.locator(".wire.cut")).hasCount(4);
        awaitPage("document.querySelectorAll('#duel .branch').length === 2"
                + " && document.querySelector('#tree-svg .block.stale .flags') !== null"
                + " && document.querySelectorAll('#tree-svg .block.stale').length >= 3");
        shoot("partition");

        // When it is healed
        page.locator("#heal").click();

        // Then there is one winner, the page says why, and the loser's blocks are still there
        assertThat(page.locator("#duel h3")).containsText("Why the chain switched");
        awaitPage("document.querySelectorAll('#tree-svg .flags').length === 1");
        assertThat(page.locator("#duel .branch.won .verdict")).containsText("Counts now");
        assertThat(page.locator(".wire.cut")).hasCount(0);
        awaitPage("document.querySelectorAll('#tree-svg .block.stale').length >= 2");
        shoot("healed");
    }

    @Test
    @Order(5)
    void the_controls_work() {
        int port = race.ports().get(1);

        // a miner rests and mines again
        Locator mine = page.locator("#mine-" + port);
        mine.click();
        assertThat(mine).hasAttribute("aria-checked", "false");
        mine.click();
        assertThat(mine).hasAttribute("aria-checked", "true");

        // it gets a thread more, and one less
        Locator threads = page.getByRole(AriaRole.GROUP,
                new Page.GetByRoleOptions().setName("Port " + port).setExact(true)).locator("output");
        int before = Integer.parseInt(threads.textContent());
        page.locator("#more-" + port).click();
        assertThat(threads).hasText(String.valueOf(before + 1));
        page.locator("#less-" + port).click();
        assertThat(threads).hasText(String.valueOf(before));

        // its lines become slow, and fast again
        page.locator("#slow-" + port).selectOption("200");
        assertThat(page.locator(".wire.slow")).hasCount(3);
        page.locator("#slow-" + port).selectOption("0");
        assertThat(page.locator(".wire.slow")).hasCount(0);

        // one line is cut and healed with the keyboard
        Locator wire = page.locator("#wire-%d-%d".formatted(race.ports().get(0), port));
        wire.focus();
        page.keyboard().press("Enter");
        assertThat(wire).hasClass("wire cut");
        page.keyboard().press("Enter");
        assertThat(wire).hasClass("wire");
    }

    @Test
    @Order(6)
    void the_tree_is_walked_with_the_keyboard_and_a_block_opens() {
        page.locator("#tree-svg .block").nth(3).waitFor();
        page.locator("#tree-svg .block[tabindex='0']").focus();
        assertThat(page.locator("#tip-card")).isVisible();
        page.keyboard().press("ArrowLeft");
        String hash = page.evaluate("document.activeElement.dataset.hash").toString();
        String height = page.locator("[data-hash='" + hash + "'] .h").textContent();
        assertThat(page.locator("#tip-card")).containsText("Block " + height);

        page.keyboard().press("Enter");

        assertThat(page.locator("#detail h1")).hasText("Block " + height);
        assertThat(page.locator("#detail")).containsText(hash);
        assertThat(page.locator("#detail .tx")).hasCount(1);
        shoot("block");
        page.goBack();
        assertThat(page.locator("#tree-svg .block.tip")).isVisible();
    }

    @Test
    @Order(7)
    void a_block_is_found_by_its_height_and_by_a_part_of_its_hash() {
        page.locator("#tree-svg .block.tip").waitFor();
        page.locator("#query").fill("2");
        page.locator("#query").press("Enter");
        assertThat(page.locator("#detail h1")).hasText("Block 2");
        String hash = page.url().substring(page.url().lastIndexOf('/') + 1);

        page.locator("#query").fill(hash.substring(56));
        page.locator("#query").press("Enter");
        assertThat(page.locator("#detail h1")).hasText("Block 2");

        page.locator("#query").fill("99999999");
        page.locator("#query").press("Enter");
        awaitPage("!document.getElementById('query').validity.valid");
    }

    @Test
    @Order(8)
    void everybody_can_use_it() {
        page.locator("#round .field").first().waitFor();
        assertThat(browsing.violations(page)).isEmpty();
        page.locator("#theme").click();
        page.locator("#theme").click();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(browsing.violations(page)).isEmpty();

        page.locator("#query").fill("1");
        page.locator("#query").press("Enter");
        assertThat(page.locator("#detail h1")).hasText("Block 1");
        assertThat(browsing.violations(page)).isEmpty();
    }

    @Test
    @Order(9)
    void it_fits_wide_and_narrow_windows_in_light_and_dark() {
        for (int width : List.of(WIDE, NARROW)) {
            for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                Page other = browsing.open(race.page(0), width, 900, colours);
                other.locator("#round .field").first().waitFor();
                other.locator("#chart-rate .axis").first().waitFor();
                assertThat(other.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
                Browsing.shoot(other, width + "-" + colours.name().toLowerCase(Locale.ROOT));
                other.context().close();
            }
        }
    }

    @Test
    @Order(10)
    void a_node_joins() {
        page.locator("#add-node").click();

        assertThat(page.locator(".racer")).hasCount(5);
        assertThat(page.locator("#board .miner")).hasCount(5);
    }

    private void awaitPage(String condition) {
        browsing.awaitPage(page, condition);
    }

    private void shoot(String name) {
        Browsing.shoot(page, name);
    }
}
