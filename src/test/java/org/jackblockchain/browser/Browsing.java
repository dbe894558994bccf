package org.jackblockchain.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Debian's Chromium, and a note of all that a page should not do. */
final class Browsing implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Path SCREENS = Path.of("target", "screens");

    /** What went to the console as an error, and requests to anybody but the page's own machine. */
    final List<String> faults = Collections.synchronizedList(new ArrayList<>());

    private final Playwright playwright = Playwright
            .create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
            .setExecutablePath(Path.of("/usr/bin/chromium")).setArgs(List.of("--no-sandbox")));

    /** A window of its own, with nothing remembered. */
    Page open(String url, int width, int height, ColorScheme colours) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(colours));
        Page page = context.newPage();
        page.setDefaultTimeout((double) PATIENCE.toMillis());
        page.onPageError(error -> faults.add("error: " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning"))
                faults.add(message.type() + ": " + message.text());
        });
        page.onRequest(request -> {
            String host = URI.create(request.url()).getHost();
            if (host != null && !host.equals("127.0.0.1"))
                faults.add("asks " + host + ": " + request.url());
        });
        page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
        return page;
    }

    /** Fails if there was a fault, and forgets it. */
    void assertNoFaults() {
        var seen = List.copyOf(faults);
        faults.clear();
        assertThat(seen).isEmpty();
    }

    /** What is wrong for people who do not see, hear or move as the author does. */
    List<String> violations(Page page) {
        return new AxeBuilder(page).analyze().getViolations().stream()
                .filter(rule -> rule.getImpact().equals("serious") || rule.getImpact().equals("critical"))
                .map(Browsing::told).toList();
    }

    private static String told(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes().stream().limit(3)
                .map(node -> node.getHtml()).toList();
    }

    /** The page's policy forbids a text to be run inside the page, so it is asked again and again from outside. */
    void awaitPage(Page page, String condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Boolean.TRUE.equals(page.evaluate(condition))) {
            assertThat(System.nanoTime()).as(condition).isLessThan(deadline);
            page.waitForTimeout(50);
        }
    }

    static void shoot(Page shown, String name) {
        shown.evaluate("scrollTo({top: 0, behavior: 'instant'})");
        shown.screenshot(new Page.ScreenshotOptions().setPath(SCREENS.resolve(name + ".png")).setFullPage(true));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
