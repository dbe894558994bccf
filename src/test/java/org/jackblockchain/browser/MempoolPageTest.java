package org.jackblockchain.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jackblockchain.Anyone;
import org.jackblockchain.app.NodeSettings;
import org.jackblockchain.app.RunningNode;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.consensus.script.DataOutput;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What the page shows of transactions: the memory pool, one of them, and an address. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MempoolPageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WORDS = "Olá, <img src=x onerror=alert(1)> mundo";
    private static final long REWARD = Networks.REGTEST.subsidy().at(1);
    private static final int HEIGHT = Networks.REGTEST.coinbaseMaturity() + 10;

    private RunningNode node;
    private Browsing browsing;
    private Page page;
    private Transaction parent;
    private Transaction child;

    @BeforeAll
    void start() throws Exception {
        PlaywrightAssertions.setDefaultAssertionTimeout((double) PATIENCE.toMillis());
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        node = RunningNode.start(new NodeSettings(Networks.REGTEST, Optional.empty(), Optional.of(anywhere),
                Optional.empty(), List.of(), 0, true, new MinerSettings(1, EngineWish.PORTABLE, 1), "miner",
                Optional.of(Anyone.SCRIPT), OptionalInt.of(HEIGHT)));
        assertThat(node.awaitView(view -> view.tip().height() == HEIGHT, PATIENCE)).isPresent();
        var data = DataOutput.script(Bytes.of(WORDS.getBytes(StandardCharsets.UTF_8)));
        parent = submit(Anyone.spend(coinbase(1), new TxOut(0, data), Anyone.pays(REWARD - 2_000)));
        child = submit(Anyone.spend(new OutPoint(parent.txid(), 1), Anyone.pays(REWARD - 6_000)));
        for (int i = 2; i < 8; i++)
            submit(Anyone.spend(coinbase(i), Anyone.pays(REWARD / 2), Anyone.pays(REWARD / 2 - 500L * i * i)));
        browsing = new Browsing();
    }

    private OutPoint coinbase(int height) {
        var block = node.blocks().block(node.view().tip().ancestor(height).hash()).orElseThrow();
        return new OutPoint(block.transactions().getFirst().txid(), 0);
    }

    private Transaction submit(Transaction transaction) throws InterruptedException {
        assertThat(node.ask(new Request.SubmitTransaction(transaction, OptionalLong.empty()))).isPresent();
        assertThat(node.view().mempool().has(transaction.txid())).isTrue();
        return transaction;
    }

    @AfterAll
    void stop() {
        browsing.close();
        node.close();
    }

    @BeforeEach
    void open() {
        page = open(1_280, ColorScheme.LIGHT, "");
    }

    private Page open(int width, ColorScheme colours, String place) {
        return browsing.open("http://127.0.0.1:" + node.http().orElseThrow().getPort() + "/" + place, width, 900,
                colours);
    }

    @AfterEach
    void nothing_went_wrong() {
        page.context().close();
        browsing.assertNoFaults();
    }

    @Test
    @Order(1)
    void the_pool_is_there_at_once_and_grows_without_a_reload() throws Exception {
        Locator waiting = page.locator("#pool .tries dd").first();
        assertThat(waiting).hasText("8");
        assertThat(page.locator("#pool tbody tr")).hasCount(8);
        assertThat(page.locator("#pool .fee").first()).isVisible();
        assertThat(browsing.violations(page)).isEmpty();

        submit(Anyone.spend(coinbase(9), Anyone.pays(REWARD - 90_000)));

        assertThat(waiting).hasText("9");
        assertThat(page.locator("#pool tbody tr").first()).containsText("49.99910000");
    }

    @Test
    @Order(2)
    void a_transaction_that_waits_shows_what_it_spends_and_says() {
        search(parent.txid().hex());

        assertThat(page.locator("#detail h1")).hasText("Transaction");
        assertThat(page.locator("#detail .mark")).hasText("waits in the memory pool");
        assertThat(page.locator("#detail")).containsText("0.00002000 coins");
        assertThat(page.locator("#detail q.data")).hasText(WORDS);
        assertThat(page.locator("#detail img")).hasCount(0);
        page.locator("#detail details summary").last().click();
        assertThat(page.locator("#detail details").last()).containsText("Script");
        assertThat(browsing.violations(page)).isEmpty();

        // and leads to its child, and from there back
        page.locator("#detail .coins a[href='#/tx/" + child.txid().hex() + "']").first().click();
        assertThat(page.locator("#detail .pairs code").first()).hasText(child.txid().hex());
        page.locator("#detail .coins a[href='#/tx/" + parent.txid().hex() + "']").first().click();
        assertThat(page.locator("#detail q.data")).hasText(WORDS);
    }

    @Test
    @Order(3)
    void an_address_has_its_coins() {
        String address = Address.of(Anyone.SCRIPT, Networks.REGTEST.addresses()).orElseThrow();

        search(address);

        assertThat(page.locator("#detail h1")).hasText("Address");
        assertThat(page.locator("#detail")).containsText(HEIGHT + " outputs");
        assertThat(page.locator("#detail tbody tr").first()).containsText("waits");
        assertThat(browsing.violations(page)).isEmpty();
    }

    @Test
    @Order(4)
    void what_is_nowhere_is_said() {
        search("7".repeat(64));
        browsing.awaitPage(page, "!document.getElementById('query').validity.valid");
        assertThat(page.evaluate("document.getElementById('query').validationMessage").toString())
                .contains("--txindex");
        search("bcrt1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq");
        assertThat(page.locator("#detail h1")).hasText("No such address here");
        // a browser tells of each answer that is no success
        browsing.faults.removeIf(fault -> fault.contains("Failed to load resource"));
    }

    @Test
    @Order(5)
    void it_fits_wide_and_narrow_windows_in_light_and_dark() {
        String address = Address.of(Anyone.SCRIPT, Networks.REGTEST.addresses()).orElseThrow();
        for (int width : List.of(1_280, 400)) {
            for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                String name = width + "-" + colours.name().toLowerCase(Locale.ROOT);
                shoot("#/tx/" + parent.txid().hex(), "#detail q.data", width, colours, "tx-" + name);
                shoot("#/address/" + address, "#detail tbody tr >> nth=0", width, colours, "address-" + name);
                shoot("", "#pool tbody tr >> nth=0", width, colours, "pool-" + name);
            }
        }
    }

    private void shoot(String place, String wanted, int width, ColorScheme colours, String name) {
        Page other = open(width, colours, place);
        other.locator(wanted).waitFor();
        assertThat(other.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
        Browsing.shoot(other, name);
        other.context().close();
    }

    @Test
    @Order(6)
    void the_page_of_one_that_waits_follows_it_into_its_block() throws Exception {
        search(parent.txid().hex());
        assertThat(page.locator("#detail .mark")).hasText("waits in the memory pool");
        assertThat(node.awaitView(view -> view.template().filter(work -> work.transactions().size() == 9).isPresent(),
                PATIENCE)).isPresent();

        node.mineUpTo(HEIGHT + 1);

        assertThat(page.locator("#detail .mark")).hasText("1 confirmation");
        page.locator("#detail .crumbs a").last().click();
        assertThat(page.locator("#detail h1")).hasText("Block " + (HEIGHT + 1));
        assertThat(page.locator("#detail q.data")).hasText(WORDS);
        page.locator("#detail .tx a").first().click();
        assertThat(page.locator("#detail h1")).hasText("The reward of a block");
        page.locator("#detail .crumbs a").first().click();
        assertThat(page.locator("#pool .tries dd").first()).hasText("0");
        assertThat(page.locator("#pool .empty")).isVisible();
    }

    private void search(String words) {
        page.locator("#query").fill(words);
        page.locator("#query").press("Enter");
    }
}
