package org.jackblockchain.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;

import org.jackblockchain.app.config.UserError;
import org.jackblockchain.app.wallet.Proof;
import org.jackblockchain.app.wallet.ProofCheck;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jbc verify}: judges a proof, without a node. */
@Command(name = "verify",
        description = "Check a proof, without a node: that this file, or its SHA-256, is on the chain.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  jbc verify proof.json contract.pdf",
                "  jbc verify --network lab.json proof.json note.txt"})
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Parameters(index = "0", paramLabel = "PROOF", description = "As jbc proof wrote it.")
    private Path proofFile = Path.of("");
    @Parameters(index = "1", paramLabel = "FILE", description = "What is proven to be on the chain.")
    private Path file = Path.of("");
    @Option(names = "--network", paramLabel = "NAME|FILE", description = "Default: the built-in one that PROOF names.")
    private @Nullable String network;

    @Override
    public Integer call() {
        Proof proof = Proof.read(proofFile);
        ChainParams params = params(proof);
        print(new ProofCheck(proof, params, Instant.now()).check(file), proof, params);
        return 0;
    }

    private ChainParams params(Proof proof) {
        if (network != null)
            return NodeConfiguration.network(network);
        return Networks.named(proof.network()).orElseThrow(() -> new UserError("the proof is of network \""
                + proof.network() + "\"; say its file with --network FILE"));
    }

    private void print(ProofCheck.Verdict verdict, Proof proof, ChainParams params) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("proven: " + (verdict.asHash() ? "the SHA-256 of " : "") + file + " is in transaction "
                + proof.transaction().txid().hex());
        out.println("block " + verdict.height().map(height -> height + " of network " + params.name() + ", ").orElse("")
                + verdict.block().hash().hex());
        out.println("mined " + verdict.block().instant() + " as its miner says");
        out.println("%d blocks stand on it, the last of %s: with its own, %s hashes of work".formatted(verdict.above(),
                verdict.last().instant(), verdict.work().hashes()));
        if (verdict.height().isEmpty())
            out.println("not proven: that the block is of network " + params.name()
                    + ", which takes the headers from genesis");
    }
}
