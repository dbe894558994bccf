package org.jackblockchain.miner;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/** Functions of the C library that only Linux has. */
final class LinuxCall {
    private LinuxCall() {}

    /** How to call this function; empty on other systems, or if the library lacks it. */
    @SuppressWarnings("restricted") // that is what calling the system takes
    static Optional<MethodHandle> find(String name, FunctionDescriptor signature) {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux"))
            return Optional.empty();
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup().find(name).map(function -> linker.downcallHandle(function, signature));
    }
}
