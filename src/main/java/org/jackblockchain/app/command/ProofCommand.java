package org.jackblockchain.app.command;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jbc proof}: that a transaction is on the chain, for somebody without a node. */
@Command(name = "proof",
        description = "Prove that a transaction is on the chain: JSON that jbc verify checks without a node.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  jbc proof TXID > proof.json"})
final class ProofCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private ClientFlags node = new ClientFlags();
    @Parameters(paramLabel = "TXID", description = "The transaction.")
    private String txid = "";
    @Option(names = "--short", description = "Only the headers from its block on, not those from genesis: a small file,"
            + " which does not prove that the block is the network's.")
    private boolean shortOne;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(node.chain().prove(GetCommand.txid(txid, spec), !shortOne).text());
        return 0;
    }
}
