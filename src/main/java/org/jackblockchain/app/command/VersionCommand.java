package org.jackblockchain.app.command;

import java.io.PrintWriter;

import org.jackblockchain.app.Build;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jbc version}: what a bug report should name. */
@Command(name = "version", description = "Show the versions of jbc, Java and the system.",
        mixinStandardHelpOptions = true, footer = {
                "", "Example:", "  jbc version"})
final class VersionCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("jbc    " + Build.version());
        out.println("java   " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ", "
                + System.getProperty("java.vendor") + ")");
        out.println("system " + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " cores");
    }
}
