package org.jackblockchain.app.command;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jackblockchain.app.Keeping;
import org.jackblockchain.app.Manners;
import org.jackblockchain.app.NodeSettings;
import org.jackblockchain.app.Ports;
import org.jackblockchain.app.config.ConfFile;
import org.jackblockchain.app.config.DataDirectory;
import org.jackblockchain.app.config.NetworkFile;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.peer.PeerConfig;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.rpc.RpcSettings;
import org.jackblockchain.rpc.zmq.ZmqNotification;
import org.jackblockchain.rpc.zmq.ZmqTopic;
import org.jackblockchain.stratum.StratumSettings;
import org.jackblockchain.stratum.TlsFiles;
import org.jspecify.annotations.Nullable;

/** What a node is started with: flags, else {@code jbc.conf}, else the defaults. */
final class NodeConfiguration {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_THREADS = 1_024;
    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.\\[\\]:-]+");

    private final NodeFlags flags;
    private final NodeFlags.Network net;
    private final ConfFile conf;
    private final ChainParams params;
    private final Path dataDir;

    /** @throws UserError for whatever the operator can mend */
    NodeConfiguration(NodeFlags flags, NodeFlags.Network net) {
        this.flags = flags;
        this.net = net;
        this.conf = conf(flags);
        this.params = network(Optional.ofNullable(flags.network)
                .or(() -> conf.last("network", "").map(ConfFile.Entry::value)).orElse("jbc"));
        this.dataDir = Optional.ofNullable(flags.dataDir)
                .or(() -> conf.last("data-dir", "").map(entry -> DataDirectory.expand(entry.value())))
                .orElseGet(() -> DataDirectory.standard(params.name()));
    }

    private static ConfFile conf(NodeFlags flags) {
        if (flags.conf != null)
            return ConfFile.read(flags.conf);
        Path folder = flags.dataDir != null
                ? flags.dataDir
                : DataDirectory.standard(flags.network == null ? "jbc" : network(flags.network).name());
        Path file = new DataDirectory(folder).conf();
        return Files.isRegularFile(file) ? ConfFile.read(file) : ConfFile.none();
    }

    /** A built-in network by its name, or one in a file. */
    static ChainParams network(String nameOrFile) {
        return Networks.named(nameOrFile).orElseGet(() -> NetworkFile.read(DataDirectory.expand(nameOrFile)));
    }

    ChainParams params() {
        return params;
    }

    Path dataDir() {
        return dataDir;
    }

    int httpPort() {
        return number("port", net.port, 0, Ports.MAX).orElse(params.httpPort());
    }

    /** For a node that has peers and answers HTTP. The data directory is made. */
    NodeSettings node() {
        int port = httpPort();
        int p2pPort = number("p2p-port", net.p2pPort, 0, Ports.MAX)
                .orElseGet(() -> port == 0 ? 0 : aboveHttp(port));
        String listen = text("listen", net.listen).orElse(LOOPBACK);
        Optional<InetSocketAddress> p2p = listen.equals("off")
                ? Optional.empty()
                : Optional.of(new InetSocketAddress(host("listen", listen), p2pPort));
        var http = new InetSocketAddress(host("http-listen", text("http-listen", net.httpListen).orElse(LOOPBACK)),
                port);
        boolean mine = isSet("mine", net.mine);
        Keeping keeping = Keeping.USUAL.withTransactionIndex(isSet("txindex", net.txindex));
        return settings(Optional.of(http), p2p, peers(), PeerConfig.DEFAULT_MAX_OUTBOUND, mine, port,
                OptionalInt.empty()).withStratum(stratum()).withZmq(zmq()).withCors(cors())
                .withManners(Manners.usual().withKeeping(keeping));
    }

    private List<ZmqNotification> zmq() {
        ZmqFlags given = net.zmq;
        return Stream.of(zmq(ZmqTopic.HASHBLOCK, given.hashblock, given.hashblockMark),
                zmq(ZmqTopic.HASHTX, given.hashtx, given.hashtxMark),
                zmq(ZmqTopic.RAWBLOCK, given.rawblock, given.rawblockMark),
                zmq(ZmqTopic.RAWTX, given.rawtx, given.rawtxMark),
                zmq(ZmqTopic.SEQUENCE, given.sequence, given.sequenceMark)).flatMap(List::stream).toList();
    }

    private List<ZmqNotification> zmq(ZmqTopic topic, @Nullable List<String> flags, @Nullable Integer markFlag) {
        int mark = number(topic.flag() + "hwm", markFlag, 0, Integer.MAX_VALUE)
                .orElse(ZmqNotification.DEFAULT_HIGH_WATER_MARK);
        List<String> addresses = flags != null
                ? flags
                : conf.all(topic.flag(), params.name()).stream().map(ConfFile.Entry::value).toList();
        return addresses.stream().map(address -> new ZmqNotification(topic, address, mark)).toList();
    }

    private Optional<String> cors() {
        return text("cors", net.cors).map(origin -> {
            if (!ORIGIN.matcher(origin).matches())
                throw new UserError("--cors: \"" + origin + "\" is no origin like http://localhost:8080");
            return origin;
        });
    }

    private Optional<StratumSettings> stratum() {
        StratumFlags given = net.stratum;
        return number("stratum", given.port, 0, Ports.MAX).map(port -> stratum(port,
                text("stratum-listen", given.listen), path("stratum-tls-cert", given.certificate),
                path("stratum-tls-key", given.key)));
    }

    /** @throws UserError for whatever the operator can mend */
    static StratumSettings stratum(int port, Optional<String> listen, Optional<Path> certificate,
            Optional<Path> key) {
        if (certificate.isPresent() != key.isPresent())
            throw new UserError("--stratum-tls-cert and --stratum-tls-key go together");
        var address = new InetSocketAddress(host("stratum-listen", listen.orElse(LOOPBACK)), port);
        return new StratumSettings(address, certificate.map(file -> new TlsFiles(file, key.orElseThrow())));
    }

    private Optional<Path> path(String name, @Nullable Path flag) {
        return Optional.ofNullable(flag)
                .or(() -> conf.last(name, params.name()).map(entry -> DataDirectory.expand(entry.value())));
    }

    /** For a node that mines by itself, once it is told how far. */
    NodeSettings alone() {
        return settings(Optional.empty(), Optional.empty(), List.of(), 0, true, params.httpPort(),
                OptionalInt.of(0));
    }

    private NodeSettings settings(Optional<InetSocketAddress> http, Optional<InetSocketAddress> p2p,
            List<String> peers, int outbound, boolean mine, int port, OptionalInt last) {
        DataDirectory data = DataDirectory.open(dataDir);
        return new NodeSettings(params, Optional.of(data.folder()), http, p2p, peers, outbound, mine, miner(),
                tag(data, port), payout(), last).withRpc(rpc());
    }

    /** How its miner uses the machine. */
    MinerSettings miner() {
        int threads = number("threads", flags.threads, 1, MAX_THREADS)
                .orElseGet(() -> Runtime.getRuntime().availableProcessors());
        EngineWish engine = text("engine", flags.engine).map(EngineNames::parse).orElse(EngineWish.AUTO);
        return new MinerSettings(threads, engine, number("cpu-share", flags.cpuShare, 1, 100).orElse(100) / 100.0);
    }

    private int aboveHttp(int port) {
        int p2pPort = params.p2pPort(port);
        if (p2pPort > Ports.MAX)
            throw new UserError("port " + port + " leaves no room for the P2P port; choose one with --p2p-port");
        return p2pPort;
    }

    private String tag(DataDirectory data, int port) {
        Optional<String> name = text("name", flags.name);
        try {
            return name.map(given -> Tag.checked("Mined by " + given)).or(data::tag)
                    .orElse("Mined by node on port " + port);
        } catch (IllegalArgumentException e) {
            throw new UserError("--name: " + e.getMessage(), e);
        }
    }

    private Optional<Bytes> payout() {
        return text("payout", flags.payout).map(address -> switch (Address.parse(address, params.addresses())) {
            case Address.Parsed.Locking(Bytes script) -> script;
            case Address.Parsed.Invalid(String why, _) ->
                throw new UserError("--payout: \"" + address + "\" is no address of network " + params.name() + ": "
                        + why);
        });
    }

    private RpcSettings rpc() {
        List<String> given = net.rpc.auths;
        List<String> auths = given != null
                ? given
                : conf.all("rpcauth", params.name()).stream().map(ConfFile.Entry::value).toList();
        return RpcFlags.settings(text("rpcuser", net.rpc.user), text("rpcpassword", net.rpc.password), auths);
    }

    private List<String> peers() {
        List<String> given = net.peers;
        return given != null
                ? given
                : conf.all("peer", params.name()).stream().map(ConfFile.Entry::value).toList();
    }

    private Optional<String> text(String key, @Nullable String flag) {
        return Optional.ofNullable(flag).or(() -> conf.last(key, params.name()).map(ConfFile.Entry::value));
    }

    /** A flag, or else what the file says of it. */
    private boolean isSet(String key, @Nullable Boolean flag) {
        return flag != null ? flag : conf.last(key, params.name()).map(entry -> switch (entry.value()) {
            case "1", "true", "yes" -> true;
            case "0", "false", "no" -> false;
            default -> throw conf.wrong(entry, "\"" + entry.value() + "\" is neither yes nor no");
        }).orElse(false);
    }

    /** @throws UserError when the number is not in {@code [least, most]}, naming the flag or the line */
    private Optional<Integer> number(String key, @Nullable Integer flag, int least, int most) {
        String range = "has to be a number from " + least + " to " + most;
        if (flag != null && (flag < least || flag > most))
            throw new UserError("--" + key + " " + range);
        return Optional.ofNullable(flag).or(() -> conf.last(key, params.name()).map(entry -> {
            try {
                int number = Integer.parseInt(entry.value());
                if (number >= least && number <= most)
                    return number;
            } catch (NumberFormatException _) {
                // said below, for every wrong number alike
            }
            throw conf.wrong(entry, "\"" + entry.value() + "\" " + range);
        }));
    }

    private static InetAddress host(String key, String name) {
        try {
            return InetAddress.getByName(name);
        } catch (UnknownHostException e) {
            throw new UserError("--" + key + ": there is no address \"" + name + "\"", e);
        }
    }
}
