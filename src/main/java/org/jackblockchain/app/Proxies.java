package org.jackblockchain.app;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/**
 * Through whom others are called.
 *
 * @param peers a SOCKS5 proxy through which peers are called; empty where they are called directly
 * @param byNetwork what the operator named for each network, by Core's name for it, as host and port
 */
public record Proxies(Optional<InetSocketAddress> peers, Map<String, String> byNetwork) {
    public static final Proxies NONE = new Proxies(Optional.empty(), Map.of());

    public Proxies {
        byNetwork = Map.copyOf(byNetwork);
    }
}
