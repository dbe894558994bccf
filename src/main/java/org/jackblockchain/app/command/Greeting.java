package org.jackblockchain.app.command;

import java.net.InetSocketAddress;

import org.jackblockchain.app.Build;
import org.jackblockchain.app.NodeSettings;
import org.jackblockchain.app.RunningNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node says when it runs: where it is, and what it does. */
final class Greeting {
    private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);

    private Greeting() {}

    static void log(RunningNode node) {
        NodeSettings settings = node.settings();
        LOG.info("jbc {} on network {}, height {}", Build.version(), settings.params().name(),
                node.view().tip().height());
        settings.dataDirectory().ifPresent(folder -> LOG.info("data in {}", folder));
        node.http().ifPresent(at -> LOG.info("http://{}/", text(at)));
        node.p2p().ifPresent(at -> LOG.info("peers call {}", text(at)));
        node.stratum().ifPresent(miners -> LOG.info("miners call stratum+{}://{}", miners.tls() ? "ssl" : "tcp",
                text(miners.address())));
        if (settings.mining())
            LOG.info("mining with {} threads: \"{}\"", settings.miner().threads(), settings.tag());
    }

    private static String text(InetSocketAddress at) {
        String host = at.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + at.getPort();
    }
}
