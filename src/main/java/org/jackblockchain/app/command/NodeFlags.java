package org.jackblockchain.app.command;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of a node; what is not given is null, so that {@code jbc.conf} may say it. */
final class NodeFlags {
    @Option(names = "--network", paramLabel = "NAME|FILE",
            description = "jbc (the default), regtest, or a file made by \"jbc network new\".")
    @Nullable
    String network;

    @Option(names = "--data-dir", paramLabel = "DIR",
            description = "Where the chain is kept. Default: ~/.jbc/<network>. Each node needs its own.")
    @Nullable
    Path dataDir;

    @Option(names = "--conf", paramLabel = "FILE",
            description = "Configuration. Default: jbc.conf in the data directory, if it is there.")
    @Nullable
    Path conf;

    @Option(names = "--name", paramLabel = "NAME",
            description = "Its blocks say \"Mined by NAME\". Default: data.txt in the data directory, else the port.")
    @Nullable
    String name;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that mine. Default: one a core.")
    @Nullable
    Integer threads;

    @Option(names = "--engine", paramLabel = "NAME",
            description = "auto (the default: the fastest), vector or portable.")
    @Nullable
    String engine;

    @Option(names = "--cpu-share", paramLabel = "PERCENT",
            description = "How much of each thread's time mining may take. Default: 100. Whatever else the machine does"
                    + " comes first in any case, where the system can see to that.")
    @Nullable
    Integer cpuShare;

    @Option(names = "--payout", paramLabel = "ADDRESS",
            description = "Who gets the rewards. Default: the first address of the phrase in the data directory,"
                    + " which is made once.")
    @Nullable
    String payout;

    /** The flags that only a node with a network has. */
    static final class Network {
        @Option(names = {"-p", "--port"}, paramLabel = "PORT", description = "HTTP. Default: 5000.")
        @Nullable
        Integer port;

        @Option(names = "--p2p-port", paramLabel = "PORT",
                description = "Where peers call. Default: 100 above the HTTP port; regtest: 1 above.")
        @Nullable
        Integer p2pPort;

        @Option(names = "--listen", paramLabel = "ADDRESS", arity = "0..1", fallbackValue = "0.0.0.0",
                description = "The address that peers call. Default: 127.0.0.1, so this machine's only; without an"
                        + " address: all. \"off\" takes no calls.")
        @Nullable
        String listen;

        @Option(names = "--http-listen", paramLabel = "ADDRESS",
                description = "The address that HTTP is answered at. Default: 127.0.0.1.")
        @Nullable
        String httpListen;

        @Option(names = "--peer", paramLabel = "HOST:PORT", description = "A peer to stay connected to. Repeatable.")
        @Nullable
        List<String> peers;

        @Option(names = {"-m", "--mine"}, description = "Mine.")
        @Nullable
        Boolean mine;

        @Option(names = "--txindex",
                description = "Keep an index of transactions, so that each one of the chain is found by its id.")
        @Nullable
        Boolean txindex;

        @Mixin
        StratumFlags stratum = new StratumFlags();

        @Mixin
        RpcFlags rpc = new RpcFlags();

        @Option(names = "--cors", paramLabel = "ORIGIN",
                description = "Let pages of this origin, like http://localhost:8080, read what HTTP answers. Default:"
                        + " none but its own.")
        @Nullable
        String cors;

        @Mixin
        ZmqFlags zmq = new ZmqFlags();
    }
}
