package org.jackblockchain.rpc;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may call, as the operator says it; as Core's options of the same names.
 *
 * @param user goes with {@code password}; without a password it means nothing
 * @param password replaces the cookie
 * @param auths users with salted hashes of their passwords: {@code user:salt$hash}
 */
public record RpcSettings(Optional<String> user, Optional<String> password, List<String> auths) {
    /** Only who can read the cookie. */
    public static final RpcSettings COOKIE_ONLY = new RpcSettings(Optional.empty(), Optional.empty(), List.of());

    private static final Pattern AUTH = Pattern.compile("[^:]*:[^:$]*\\$[^:$]*");

    /** @throws IllegalArgumentException naming what is wrong, without the secret */
    public RpcSettings {
        auths = List.copyOf(auths);
        for (String auth : auths) {
            if (!AUTH.matcher(auth).matches())
                throw new IllegalArgumentException("rpcauth has to be user:salt$hash");
        }
    }
}
