package org.jackblockchain.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;

/**
 * How well the page keeps up with five blocks a second: first paint, frames a second, memory. A program to be run by
 * hand on a machine that does nothing else; bench/README.md says how.
 */
final class PageSpeed {
    private static final int PORT = 21_900;
    private static final int LOOKS = 20;
    private static final String PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime";
    private static final String FRAMES = """
            () => new Promise(done => {
                const start = performance.now();
                let last = start, frames = 0, longest = 0;
                const count = now => {
                    frames++;
                    longest = Math.max(longest, now - last);
                    last = now;
                    if (now - start < 30_000) { requestAnimationFrame(count); return; }
                    const rate = (1000 * frames / (now - start)).toFixed(1);
                    const heap = (performance.memory.usedJSHeapSize / 1e6).toFixed(1);
                    done(`${rate} frames a second, the longest ${longest.toFixed(0)} ms; height `
                        + `${document.getElementById('f-height').textContent}, heap ${heap} MB, `
                        + `${document.querySelectorAll('*').length} elements`);
                };
                requestAnimationFrame(count);
            })""";

    private PageSpeed() {}

    /** Ten minutes. */
    public static void main(String[] arguments) {
        try (var race = new TestRace(4, Duration.ofMillis(200), PORT); var browsing = new Browsing()) {
            Page page = browsing.open(race.page(0), 1_280, 900, ColorScheme.LIGHT);
            page.locator("#tree-svg .block.tip").waitFor();
            System.out.println("first paint after " + page.evaluate(PAINT) + " ms");
            for (int i = 0; i < LOOKS; i++)
                System.out.println(page.evaluate(FRAMES));
        }
    }
}
