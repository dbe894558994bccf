package org.jackblockchain.app.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.jackblockchain.app.config.Coins;
import org.jackblockchain.app.wallet.FileData;
import org.jackblockchain.app.wallet.Wallet;
import org.jackblockchain.primitives.Bytes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jbc put}: data on the chain, paid from the node's rewards. */
@Command(name = "put", description = {"Put a text on the chain, or the SHA-256 of a file; prints the transaction's id.",
        "What is on the chain is there for everybody to read, and stays."}, mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  jbc put \"the harvest was good\"", "  jbc put --file contract.pdf"})
final class PutCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private ClientFlags node = new ClientFlags();
    @ArgGroup(multiplicity = "1")
    private What what = new What();

    private static final class What {
        @Parameters(paramLabel = "TEXT", arity = "1", description = "At most 80 bytes in UTF-8.")
        private @Nullable String text;
        @Option(names = "--file", paramLabel = "FILE", description = "Puts JBC, 1 and the file's SHA-256.")
        private @Nullable Path file;

        Bytes data() {
            return file != null ? FileData.ofFile(file) : FileData.ofText(String.valueOf(text));
        }
    }

    @Override
    public Integer call() {
        Bytes data = what.data();
        Wallet.Sent sent = node.wallet().put(data);
        spec.commandLine().getOut().println(sent.txid().hex());
        spec.commandLine().getErr().println((what.file == null ? "the text" : "the SHA-256 of the file")
                + " waits for a block; fee " + Coins.format(sent.fee()));
        return 0;
    }
}
