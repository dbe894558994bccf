package org.jackblockchain.rpc;

import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpStatus;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Subnet;

/**
 * Who may call, as the operator says it; as Core's options of the same names.
 *
 * @param user goes with {@code password}; without a password it means nothing
 * @param password replaces the cookie
 * @param auths users with salted hashes of their passwords: {@code user:salt$hash}
 * @param callers where from; empty for anywhere
 * @param rest whether anybody may read without a password
 * @param whitelists which methods they may use
 * @param cookie who may read the cookie
 */
public record RpcSettings(Optional<String> user, Optional<String> password, List<String> auths,
        List<Subnet> callers, boolean rest, Whitelists whitelists, CookieReaders cookie) {
    /** Who on this machine may read the cookie, and so call. */
    public enum CookieReaders {
        OWNER("rw-------"),
        GROUP("rw-r-----"),
        ALL("rw-r--r--");

        private final String permissions;

        CookieReaders(String permissions) {
            this.permissions = permissions;
        }

        String permissions() {
            return permissions;
        }
    }

    /** Only who can read the cookie. */
    public static final RpcSettings COOKIE_ONLY = new RpcSettings(Optional.empty(), Optional.empty(), List.of());

    private static final Pattern AUTH = Pattern.compile("[^:]*:[^:$]*\\$[^:$]*");

    /** @throws IllegalArgumentException naming what is wrong, without the secret */
    public RpcSettings {
        auths = List.copyOf(auths);
        callers = List.copyOf(callers);
        for (String auth : auths) {
            if (!AUTH.matcher(auth).matches())
                throw new IllegalArgumentException("rpcauth has to be user:salt$hash");
        }
    }

    /** For who calls from anywhere. */
    public RpcSettings(Optional<String> user, Optional<String> password, List<String> auths) {
        this(user, password, auths, List.of(), false, Whitelists.NONE, CookieReaders.OWNER);
    }

    /** Whether somebody at this address may call at all. */
    boolean admits(InetAddress caller) {
        NetAddress address = NetAddress.of(caller.getAddress(), 0);
        return callers.isEmpty() || callers.stream().anyMatch(subnet -> subnet.contains(address));
    }

    /** Turns away who may not call, whatever they want: one piece of a server. */
    public void addTo(RoutesConfig routes) {
        if (callers.isEmpty())
            return;
        routes.beforeMatched(context -> {
            if (!admits(InetAddress.ofLiteral(context.req().getRemoteAddr().replaceAll("[\\[\\]]", ""))))
                context.status(HttpStatus.FORBIDDEN).result("").skipRemainingHandlers();
        });
    }
}
