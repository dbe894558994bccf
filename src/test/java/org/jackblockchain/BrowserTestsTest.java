package org.jackblockchain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Nobody shall believe that the page was tested when it was not. */
class BrowserTestsTest {
    private static final String MISSING = "The tests of the page did NOT run: there is no /usr/bin/chromium."
            + " Install it (apt-get install chromium) and build again.";

    @Test
    void the_tests_of_the_page_run_where_there_is_a_browser() {
        boolean built = getClass().getResource("browser/PageTest.class") != null;
        if (!built && !Files.exists(Path.of("/usr/bin/chromium"))) {
            assertThat(System.getenv("JBC_BROWSER")).as(MISSING).isNotEqualTo("required");
            System.err.println("\n*** WARNING: " + MISSING + "\n");
            Assumptions.abort(MISSING);
        }
        assertThat(built).isTrue();
    }
}
