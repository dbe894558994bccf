package org.jackblockchain.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of this machine. */
public final class Ports {
    public static final int MAX = 0xffff;

    private Ports() {}

    /** Whether a server could listen there at this moment. */
    public static boolean isFree(InetAddress host, int port) {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
