package org.jackblockchain.app;

import java.util.Objects;

/** Which JBC this is. */
public final class Build {
    private Build() {}

    /** From the jar's manifest; {@code dev} outside a jar. */
    public static String version() {
        return Objects.requireNonNullElse(Build.class.getPackage().getImplementationVersion(), "dev");
    }

    /** In the form of BIP14. */
    public static String userAgent() {
        return "/JBC:" + version() + "/";
    }
}
