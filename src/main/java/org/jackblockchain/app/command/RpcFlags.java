package org.jackblockchain.app.command;

import java.util.List;
import java.util.Optional;

import org.jackblockchain.app.config.UserError;
import org.jackblockchain.rpc.RpcSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of whoever answers JSON-RPC; what is not given is null. */
final class RpcFlags {
    @Option(names = "--rpcuser", paramLabel = "NAME", description = "Who may call JSON-RPC, with --rpcpassword.")
    @Nullable
    String user;

    @Option(names = "--rpcpassword", paramLabel = "WORDS",
            description = "Replaces the cookie, .cookie in the data directory. Others on this machine can see it"
                    + " here; jbc.conf or --rpcauth is better.")
    @Nullable
    String password;

    @Option(names = "--rpcauth", paramLabel = "USER:SALT$HASH",
            description = "Another who may call JSON-RPC, as made by Bitcoin Core's rpcauth.py. Repeatable.")
    @Nullable
    List<String> auths;

    /** As they stand here. */
    RpcSettings settings() {
        List<String> given = auths;
        return settings(Optional.ofNullable(user), Optional.ofNullable(password), given == null ? List.of() : given);
    }

    /** @throws UserError when one of {@code auths} is none */
    static RpcSettings settings(Optional<String> user, Optional<String> password, List<String> auths) {
        try {
            return new RpcSettings(user, password, auths);
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }
}
