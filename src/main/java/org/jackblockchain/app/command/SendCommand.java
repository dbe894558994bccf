package org.jackblockchain.app.command;

import java.util.concurrent.Callable;

import org.jackblockchain.app.config.Coins;
import org.jackblockchain.app.wallet.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jbc send}: pays coins to an address. */
@Command(name = "send", description = "Send coins to an address.", mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  jbc send ADDRESS 12.5"})
final class SendCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private ClientFlags node = new ClientFlags();
    @Parameters(index = "0", paramLabel = "ADDRESS", description = "Who gets them.")
    private String address = "";
    @Parameters(index = "1", paramLabel = "AMOUNT", description = "Coins, with at most 8 decimals.")
    private String amount = "";

    @Override
    public Integer call() {
        Wallet.Sent sent = node.wallet().send(address, amount());
        spec.commandLine().getOut().println(sent.txid().hex());
        spec.commandLine().getErr().println("fee " + Coins.format(sent.fee()));
        return 0;
    }

    private long amount() {
        try {
            return Coins.parse(amount);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
