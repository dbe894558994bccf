package org.jackblockchain.app.command;

import java.nio.file.Path;

import org.jackblockchain.app.config.DataDirectory;
import org.jackblockchain.app.wallet.ChainReader;
import org.jackblockchain.app.wallet.KeyStore;
import org.jackblockchain.app.wallet.NodeRpc;
import org.jackblockchain.app.wallet.Wallet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node a command asks, and whose keys it uses. */
final class ClientFlags {
    @Option(names = "--network", paramLabel = "NAME|FILE", description = "As for jbc node.")
    private @Nullable String network;
    @Option(names = "--data-dir", paramLabel = "DIR", description = "That of the node, where the keys are as well.")
    private @Nullable Path dataDir;
    @Option(names = "--conf", paramLabel = "FILE", description = "As for jbc node.")
    private @Nullable Path conf;
    @Option(names = {"-p", "--port"}, paramLabel = "PORT", description = "The node's HTTP port, as for jbc node.")
    private @Nullable Integer port;

    private NodeConfiguration configuration() {
        var flags = new NodeFlags();
        flags.network = network;
        flags.dataDir = dataDir;
        flags.conf = conf;
        var net = new NodeFlags.Network();
        net.port = port;
        return new NodeConfiguration(flags, net);
    }

    KeyStore keys() {
        NodeConfiguration configuration = configuration();
        return keys(configuration);
    }

    private static KeyStore keys(NodeConfiguration configuration) {
        return KeyStore.in(DataDirectory.open(configuration.dataDir()).folder(), configuration.params().addresses());
    }

    Wallet wallet() {
        NodeConfiguration configuration = configuration();
        return new Wallet(configuration.params(), keys(configuration), node(configuration));
    }

    ChainReader chain() {
        NodeConfiguration configuration = configuration();
        return new ChainReader(configuration.params(), node(configuration));
    }

    private static NodeRpc node(NodeConfiguration configuration) {
        return NodeRpc.at(configuration.httpPort(), new DataDirectory(configuration.dataDir()).cookie());
    }

}
