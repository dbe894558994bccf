package org.jackblockchain.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jackblockchain.app.config.UserError;
import org.jackblockchain.wire.NetAddress;

/** Peers as an operator names them, {@code example.org:5100}, as addresses. The only place that asks DNS. */
final class Resolver {
    private static final Pattern HOST_AND_PORT = Pattern.compile("([^\\[\\]]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");

    private Resolver() {}

    /** @throws UserError when it is no {@code host:port}, or there is no such host */
    static NetAddress resolve(String peer) {
        Optional<NetAddress> numbers = NetAddress.parse(peer);
        if (numbers.isPresent())
            return numbers.get();
        Matcher matcher = HOST_AND_PORT.matcher(peer);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > Ports.MAX)
            throw new UserError("\"" + peer + "\" is no peer; write host:port");
        try {
            return NetAddress.of(InetAddress.getByName(matcher.group(1)).getAddress(),
                    Integer.parseInt(matcher.group(2)));
        } catch (UnknownHostException e) {
            throw new UserError("the peer \"" + peer + "\" cannot be found: there is no host of that name", e);
        }
    }
}
