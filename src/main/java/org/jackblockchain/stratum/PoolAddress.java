package org.jackblockchain.stratum;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where a pool is: {@code stratum+tcp://HOST:PORT}, or {@code stratum+ssl://} for TLS. */
public record PoolAddress(boolean tls, String host, int port) {
    private static final int MAX_PORT = 0xffff;

    public PoolAddress {
        if (host.isEmpty() || port < 1 || port > MAX_PORT)
            throw new IllegalArgumentException("no pool: " + host + ":" + port);
    }

    /** Empty for what is no address of a pool. */
    public static Optional<PoolAddress> parse(String text) {
        try {
            var uri = new URI(text);
            boolean tcp = "stratum+tcp".equals(uri.getScheme());
            boolean ssl = "stratum+ssl".equals(uri.getScheme());
            boolean bare = uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
            if (!(tcp || ssl) || !bare || uri.getPort() < 1 || uri.getPort() > MAX_PORT)
                return Optional.empty();
            String host = uri.getHost();
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            return Optional.of(new PoolAddress(ssl, bracketed ? host.substring(1, host.length() - 1) : host,
                    uri.getPort()));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    PoolAddress atPort(int other) {
        return new PoolAddress(tls, host, other);
    }

    @Override
    public String toString() {
        return "stratum+" + (tls ? "ssl" : "tcp") + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
