package org.jackblockchain.app.twin;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jackblockchain.app.Proxies;

/** Reads {@code -proxy}, {@code -onion} and {@code -i2psam}. */
final class ProxyFlags {
    private static final int SOCKS_PORT = 9050;
    private static final int I2P_PORT = 7656;

    private final Arguments arguments;

    private ProxyFlags(Arguments arguments) {
        this.arguments = arguments;
    }

    /** @throws StartError in Core's words */
    static Proxies read(Arguments arguments) {
        return new ProxyFlags(arguments).read();
    }

    private Proxies read() {
        Map<String, String> shown = new HashMap<>();
        Optional<InetSocketAddress> proxy = place("proxy", SOCKS_PORT);
        for (String network : List.of("ipv4", "ipv6", "onion", "cjdns"))
            proxy.ifPresent(place -> shown.put(network, text(place)));
        if (arguments.isNegated("onion"))
            shown.remove("onion");
        place("onion", SOCKS_PORT).ifPresent(place -> shown.put("onion", text(place)));
        place("i2psam", I2P_PORT).ifPresent(place -> shown.put("i2p", text(place)));
        return new Proxies(proxy, shown);
    }

    private Optional<InetSocketAddress> place(String flag, int port) {
        return arguments.value(flag).filter(text -> !text.isEmpty() && !text.equals("0"))
                .map(text -> place(flag, text, port));
    }

    private static InetSocketAddress place(String flag, String text, int port) {
        try {
            return TwinConfiguration.place(flag, text, port);
        } catch (StartError e) {
            if (e.getCause() instanceof UnknownHostException)
                throw new StartError("Invalid -%s address or hostname: '%s'".formatted(flag, text), e);
            throw e;
        }
    }

    private static String text(InetSocketAddress place) {
        String host = place.getAddress().getHostAddress();
        return (place.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + place.getPort();
    }
}
