package org.jackblockchain.app.command;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jbc address}: where the node can be paid. */
@Command(name = "address", description = "Show an address that coins can be sent to.", mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  jbc address", "  jbc address --new"})
final class AddressCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private ClientFlags node = new ClientFlags();
    @Option(names = "--new", description = "One that was not shown before.")
    private boolean fresh;

    @Override
    public Integer call() {
        var keys = node.keys();
        spec.commandLine().getOut().println(fresh ? keys.newAddress() : keys.address());
        return 0;
    }
}
