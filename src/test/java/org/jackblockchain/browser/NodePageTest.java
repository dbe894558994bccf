package org.jackblockchain.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jackblockchain.app.NodeSettings;
import org.jackblockchain.app.RunningNode;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.miner.MinerSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page of a node alone, whose miner's words are meant to do harm; and the page's modules by themselves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodePageTest {
    private static final int HEIGHT = 400;
    private static final String EVIL = "<img src=x id=evil onerror=alert(1)>";
    private static final double PATIENCE_MILLIS = 60_000;
    /** Blocks of a chain that is made up: {@code b(height, name, parent, miner, work)}. */
    private static final String MAKE = """
            const name = n => String(n).padStart(64, '0');
            const b = (height, hash, previous, miner, chainwork = height) => ({height, hash: name(hash),
                previous: name(previous), miner, work: 1, chainwork: name(chainwork), time: height, difficulty: 1,
                size: 1, weight: 1, transactions: 1, at: height, live: true});
            """;

    private RunningNode node;
    private Browsing browsing;
    private Page page;

    @BeforeAll
    void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        node = RunningNode.start(new NodeSettings(Networks.REGTEST, Optional.empty(), Optional.of(anywhere),
                Optional.empty(), List.of(), 0, true, new MinerSettings(1, EngineWish.PORTABLE, 1), EVIL,
                Optional.empty(), OptionalInt.of(HEIGHT)));
        browsing = new Browsing();
    }

    @AfterAll
    void stop() {
        browsing.close();
        node.close();
    }

    @BeforeEach
    void open() {
        page = browsing.open("http://127.0.0.1:" + node.http().orElseThrow().getPort() + "/", 1_280, 900,
                ColorScheme.LIGHT);
    }

    @AfterEach
    void nothing_went_wrong() {
        page.context().close();
        browsing.assertNoFaults();
    }

    @Test
    void strangers_words_stay_words_and_only_the_latest_blocks_are_drawn() {
        assertThat(page.locator("#f-height")).hasText(String.valueOf(HEIGHT));
        assertThat(page.locator("#headline")).hasText(EVIL + " won block " + HEIGHT);
        assertThat(page.locator("#board .miner .name")).hasText(EVIL);
        assertThat(page.locator("#board .miner .wins")).containsText(String.valueOf(HEIGHT));
        assertThat(page.locator("#evil")).hasCount(0);
        assertThat(page.locator("#tree-svg .block")).hasCount(50);

        page.locator("#tree-svg .block.tip").click();
        assertThat(page.locator("#detail .name")).hasText(EVIL);
        assertThat(page.locator("#evil")).hasCount(0);
    }

    @Test
    void a_node_that_is_in_no_race_has_no_controls() {
        assertThat(page.locator("#tree-svg .block.tip")).isVisible();
        assertThat(page.locator("#controls")).isHidden();
        assertThat(page.locator("meta[name=race-token]")).hasCount(0);
    }

    @Test
    void the_page_waits_for_no_chart() {
        page.route("**/d3.min.js", _ -> {
            // never comes
        });

        page.reload(new Page.ReloadOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));

        assertThat(page.locator("#tree-svg .block.tip")).isVisible();
        assertThat(page.locator("#headline")).containsText("won block " + HEIGHT);
        assertThat(page.locator("#charts .axis")).hasCount(0);
    }

    @Test
    void the_branch_with_more_work_takes_the_wins_with_it() {
        Object told = inModule("chain", MAKE + """
                const chain = new module.Chain(), all = [];
                const state = () => [...chain.miners.values()].map(m => m.name + m.wins).join() + ' stale '
                    + chain.counts().stale + ' streak ' + chain.streak();
                for (const block of [b(0, 1, 0, ''), b(1, 2, 1, 'a'), b(2, 3, 2, 'a')]) chain.add(block);
                chain.moveTip(b(2, 3, 2, 'a'));
                all.push(state());
                chain.add(b(2, 4, 2, 'b'));
                chain.moveTip(b(2, 4, 2, 'b'), 7);
                all.push(state());
                chain.add(b(3, 5, 4, 'b', 9));
                chain.moveTip(b(3, 5, 4, 'b', 9), 7);
                all.push(state() + ' live ' + chain.liveTips().length + ' branch '
                    + chain.branch(chain.blocks.get(name(3))).way.length);
                return all;
                """);

        assertThat(told).isEqualTo(List.of("a2 stale 0 streak 2", "a2,b0 stale 1 streak 2",
                "a1,b2 stale 1 streak 2 live 2 branch 1"));
    }

    @Test
    void ten_thousand_heights_are_remembered_and_no_more_whoever_mines() {
        Object told = inModule("chain", MAKE + """
                const chain = new module.Chain();
                for (let h = 0; h < 12_000; h++) {
                    const block = b(h, h + 1, h, 'stranger ' + h);
                    chain.add(block);
                    chain.moveTip(block);
                }
                return {heights: chain.heights.size, blocks: chain.blocks.size, active: chain.active.size,
                    few: chain.miners.size < 10_600, best: chain.best.h, latest: chain.latest(50)[0].h};
                """);

        assertThat(told).isEqualTo(Map.of("heights", 10_000, "blocks", 10_000, "active", 10_000, "few", true,
                "best", 11_999, "latest", 11_950));
    }

    @Test
    void older_blocks_that_come_later_join_the_chain_above_them() {
        Object told = inModule("chain",
                MAKE + """
                        const chain = new module.Chain();
                        for (const block of [b(3, 4, 3, 'a'), b(4, 5, 4, 'b')]) chain.add(block);
                        chain.moveTip(b(4, 5, 4, 'b'));
                        for (const block of [b(2, 3, 2, 'a'), b(2, 9, 2, 'c'), b(1, 2, 1, 'a'), b(0, 1, 0, '')])
                            chain.add(block);
                        chain.settle();
                        const wins = [...chain.miners.values()].map(m => m.name + m.wins).join();
                        return wins + ' stale ' + chain.counts().stale;
                        """);

        assertThat(told).isEqualTo("a3,b1,c0 stale 1");
    }

    @Test
    void numbers_are_written_as_people_read_them() {
        assertThat(inModule("util", """
                return [module.scaled(0), module.scaled(999), module.scaled(1234, 'H/s'), module.scaled(12345678),
                    module.scaled(999950), module.duration(.02), module.duration(59.96), module.duration(3700),
                    module.percent(.5), module.percent(.012), module.plural(1, 'block'), module.plural(2000, 'block')];
                """)).isEqualTo(List.of("0", "999", "1.23 kH/s", "12.3 M", "1.00 M", "20 ms", "60.0 s",
                "1 h 1 min", "50 %", "1.2 %", "1 block", "2,000 blocks"));
    }

    @Test
    void wilsons_interval_is_that_of_the_books() {
        // 9 of 16: 0.332 to 0.769
        assertThat(inModule("util", "return module.wilson(9, 16).map(v => v.toFixed(3));"))
                .isEqualTo(List.of("0.332", "0.769"));
        assertThat(inModule("util", "return module.wilson(0, 0).concat(module.wilson(0, 10)[0]);"))
                .isEqualTo(List.of(0, 1, 0));
    }

    @Test
    void zero_bits_are_counted() {
        assertThat(inModule("round", """
                return [module.zeros('ff'), module.zeros('0f'), module.zeros('01'), module.zeros('00'),
                    module.exactZeros('1'.padEnd(64, '0')), module.exactZeros('0008'.padEnd(64, '0')),
                    module.reversed('0a0b0c')];
                """)).isEqualTo(List.of(0, 4, 7, 8, 4, 13, "0c0b0a"));
    }

    /** What a function says whose body sees the module. */
    private Object inModule(String name, String body) {
        page.locator("#tree-svg .block").first().waitFor();
        return page.evaluate("async () => { const module = await import(document.querySelector('meta[name=assets]')"
                + ".content + '/" + name + ".js'); " + body + " }");
    }
}
