package org.jackblockchain.browser;

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

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
