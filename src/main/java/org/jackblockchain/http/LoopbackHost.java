package org.jackblockchain.http;

import java.util.Locale;

import org.jackblockchain.wire.NetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Tells names of this machine from others. A stranger's web page can have its own name lead to 127.0.0.1 ("DNS
 * rebinding"), but the browser still says that name.
 */
final class LoopbackHost {
    private LoopbackHost() {}

    /** @param header {@code host} or {@code host:port}, as in a request */
    static boolean isNamedBy(@Nullable String header) {
        if (header == null)
            return false;
        // some callers write an IPv6 address as it is
        boolean bare = header.indexOf(':') != header.lastIndexOf(':') && header.indexOf('[') < 0;
        String host = bare ? "[" + header + "]" : withoutPort(header).toLowerCase(Locale.ROOT);
        return host.equals("localhost") || NetAddress.parse(host + ":0").filter(NetAddress::isLocal).isPresent();
    }

    private static String withoutPort(String header) {
        int colon = header.lastIndexOf(':');
        boolean port = colon >= 0 && header.indexOf(']', colon) < 0;
        return port ? header.substring(0, colon) : header;
    }
}
