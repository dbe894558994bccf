package org.jackblockchain.app.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

import org.jackblockchain.app.config.Coins;
import org.jackblockchain.app.wallet.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jbc balance}: what the keys in the data directory can spend. */
@Command(name = "balance", description = "Show what there is to spend.", mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  jbc balance"})
final class BalanceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private ClientFlags node = new ClientFlags();

    @Override
    public Integer call() {
        Wallet.Balance balance = node.wallet().balance();
        PrintWriter out = spec.commandLine().getOut();
        out.println("spendable    " + Coins.format(balance.spendable()));
        if (balance.unconfirmed() > 0)
            out.println("  of that    " + Coins.format(balance.unconfirmed()) + " waits for a block");
        if (balance.immature() > 0)
            out.println("immature     " + Coins.format(balance.immature()) + ", the first at block "
                    + balance.nextMature().orElseThrow());
        out.println("height       " + balance.height());
        return 0;
    }
}
