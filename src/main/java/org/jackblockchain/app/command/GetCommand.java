package org.jackblockchain.app.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jackblockchain.app.config.UserError;
import org.jackblockchain.app.wallet.ChainReader;
import org.jackblockchain.app.wallet.FileData;
import org.jackblockchain.consensus.script.DataOutput;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jbc get}: the data in a transaction. */
@Command(name = "get", description = "Show the data in a transaction, and when it was mined.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  jbc get TXID"})
final class GetCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private ClientFlags node = new ClientFlags();
    @Parameters(paramLabel = "TXID", description = "The transaction.")
    private String txid = "";

    @Override
    public Integer call() {
        ChainReader.Found found = node.chain().find(txid(txid, spec));
        List<Bytes> data = found.transaction().outputs().stream().map(TxOut::script).map(DataOutput::data)
                .flatMap(Optional::stream).toList();
        if (data.isEmpty())
            throw new UserError("transaction " + txid + " has no data");
        PrintWriter out = spec.commandLine().getOut();
        data.forEach(one -> out.println(line(one)));
        found.place().ifPresentOrElse(place -> print(place, out), () -> out.println("waits for a block"));
        return 0;
    }

    private static String line(Bytes data) {
        return FileData.hashIn(data).map(hash -> "sha256         " + hash.hex())
                .or(() -> DataOutput.text(data).map(text -> "text           " + text))
                .orElseGet(() -> "bytes          " + data.hex());
    }

    private static void print(ChainReader.Place place, PrintWriter out) {
        out.println("height         " + place.height());
        out.println("time           " + place.block().header().instant());
        out.println("confirmations  " + place.confirmations());
        out.println("block          " + place.block().hash().hex());
    }

    static Txid txid(String text, CommandSpec spec) {
        try {
            return Txid.of(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "\"" + text + "\" is no TXID of 64 hex digits", e);
        }
    }
}
