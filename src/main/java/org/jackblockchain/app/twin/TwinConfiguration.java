package org.jackblockchain.app.twin;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

import org.jackblockchain.app.Build;
import org.jackblockchain.app.CheckThreads;
import org.jackblockchain.app.Keeping;
import org.jackblockchain.app.Manners;
import org.jackblockchain.app.NodeClock;
import org.jackblockchain.app.NodeSettings;
import org.jackblockchain.app.Ports;
import org.jackblockchain.chain.ChainOptions;
import org.jackblockchain.consensus.Activations;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.peer.PeerConfig;
import org.jackblockchain.peer.PeerTerms;
import org.jackblockchain.peer.Relaying;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Work;
import org.jackblockchain.rpc.RpcSettings;
import org.jackblockchain.rpc.Whitelists;
import org.jackblockchain.rpc.zmq.ZmqNotification;
import org.jackblockchain.rpc.zmq.ZmqTopic;
import org.jackblockchain.store.Rebuild;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Subnet;

/** What a node has to be like for bitcoind's flags. */
final class TwinConfiguration {
    private static final int MAX_USER_AGENT = 256;
    private static final String SAFE = " .,;-_?@";
    private static final String ONION = "=onion";
    private static final int WORK_DIGITS = 64;
    private static final long MAX_TIME = 9_223_372_036L;
    private static final int RPC_SERVER_TIMEOUT = 30;
    private static final int RPC_THREADS = 16;
    private static final int RPC_QUEUE = 64;
    private static final int MAX_RPC_CALLS = 1_000;
    /** Of {@code -dbcache}, in MiB. */
    private static final int MIN_DB_CACHE = 4;
    private static final int MAX_DB_CACHE = 16_384;
    private static final int DEFAULT_CONNECTIONS = 125;
    /** Those that a node makes by itself: for all, for blocks only, and to try places. */
    private static final int OWN_CONNECTIONS = 8 + 2 + 1;
    private static final int MAX_INBOUND = 10_000;
    private static final int MAX_TIP_AGE = 24 * 60 * 60;

    private final Arguments arguments;
    private final ChainParams params;

    /** @throws StartError for what makes no sense */
    TwinConfiguration(Arguments arguments) {
        this.arguments = arguments;
        this.params = params(arguments);
    }

    /** The network's name, before its section of the files counts. */
    static String network(Arguments arguments) {
        List<String> chosen = new ArrayList<>();
        for (String name : List.of("regtest", "signet", "testnet", "testnet4")) {
            if (arguments.flag(name, false))
                chosen.add(name.equals("testnet") ? "test" : name);
        }
        arguments.value("chain").ifPresent(chosen::add);
        if (chosen.size() > 1)
            throw new StartError("Invalid combination of -regtest, -signet, -testnet, -testnet4 and -chain. Can use at"
                    + " most one.");
        String name = chosen.isEmpty() ? "main" : chosen.getFirst();
        if (Networks.named(name).isEmpty())
            throw new StartError("JBC has no network \"%s\"; start it with -regtest or -chain=jbc".formatted(name));
        return name;
    }

    private static ChainParams params(Arguments arguments) {
        ChainParams params = Networks.named(arguments.network()).orElseThrow()
                .withFirstPeers(List.of());
        Activations activations = params.activations();
        for (String text : arguments.all("testactivationheight"))
            activations = activated(activations, text);
        return arguments.value("minimumchainwork").map(TwinConfiguration::work)
                .map(params::withMinimumChainWork).orElse(params).withActivations(activations);
    }

    private static Work work(String text) {
        String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
        if (digits.length() > WORK_DIGITS || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0))
            throw new StartError("Invalid minimum work specified (%s), must be up to %d hex digits".formatted(text,
                    WORK_DIGITS));
        return new Work(digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits, 16));
    }

    private static Activations activated(Activations before, String text) {
        int at = text.indexOf('@');
        if (at < 0)
            throw new StartError("Invalid format (%s) for -testactivationheight=name@height.".formatted(text));
        String name = text.substring(0, at);
        int height = height(text, text.substring(at + 1));
        return switch (name) {
            case "bip34" -> new Activations(height, before.bip65(), before.bip66(), before.csv(), before.segwit());
            case "cltv" -> new Activations(before.bip34(), height, before.bip66(), before.csv(), before.segwit());
            case "dersig" -> new Activations(before.bip34(), before.bip65(), height, before.csv(), before.segwit());
            case "csv" -> new Activations(before.bip34(), before.bip65(), before.bip66(), height, before.segwit());
            case "segwit" -> new Activations(before.bip34(), before.bip65(), before.bip66(), before.csv(), height);
            default -> throw new StartError("Invalid name (%s) for -testactivationheight=name@height.".formatted(text));
        };
    }

    private static int height(String text, String number) {
        try {
            int height = Integer.parseInt(number);
            if (height >= 0 && height < Integer.MAX_VALUE)
                return height;
        } catch (NumberFormatException _) {
            // said below
        }
        throw new StartError("Invalid height value (%s) for -testactivationheight=name@height.".formatted(text));
    }

    ChainParams params() {
        return params;
    }

    /** Everything that the node is started with. */
    NodeSettings node(TwinFolder folder) {
        boolean listen = arguments.flag("listen", true);
        List<InetSocketAddress> places = listen ? places() : List.of();
        List<String> peers = new ArrayList<>(arguments.all("addnode"));
        List<String> connect = arguments.all("connect").stream().filter(peer -> !peer.equals("0")).toList();
        peers.addAll(connect);
        boolean callsNobody = arguments.isSet("connect");
        List<InetSocketAddress> http = http();
        var manners = new Manners(clock(), Optional.of(folder.files()), Optional.of(userAgent()),
                rest(places), rest(http),
                Duration.ofSeconds(arguments.number("rpcservertimeout").orElse(RPC_SERVER_TIMEOUT)), rpcCalls(),
                peerTerms(), Optional.of(relaying()), chain(), scriptThreads(),
                PoolFlags.policy(arguments, params), PoolFlags.blocks(arguments),
                keeping(),
                ProxyFlags.read(arguments), true, true);
        return new NodeSettings(params, Optional.of(folder.net()), http.stream().findFirst(),
                places.stream().findFirst(),
                peers.stream().map(this::withPort).toList(), callsNobody ? 0 : PeerConfig.DEFAULT_MAX_OUTBOUND, false,
                new MinerSettings(1, EngineWish.PORTABLE, 1), Tag.checked(""), Optional.empty(),
                OptionalInt.empty())
                .withRpc(rpc()).withZmq(zmq()).withManners(manners);
    }

    private Keeping keeping() {
        boolean filters = makesFilters();
        boolean served = arguments.flag("peerblockfilters", false);
        if (served && !filters)
            throw new StartError("Cannot set -peerblockfilters without -blockfilterindex.");
        return new Keeping(arguments.flag("persistmempool", true), !arguments.flag("persistmempoolv1", false),
                arguments.flag("txindex", false), filters, served,
                arguments.flag("coinstatsindex", false), arguments.flag("acceptstalefeeestimates", false), rebuild());
    }

    private Rebuild rebuild() {
        if (arguments.flag("reindex", false))
            return Rebuild.ALL;
        return arguments.flag("reindex-chainstate", false) ? Rebuild.COINS : Rebuild.NOTHING;
    }

    /** Yes, no, or the names of the kinds of filters, of which there is one. */
    private boolean makesFilters() {
        boolean makes = false;
        for (String text : arguments.all("blockfilterindex")) {
            boolean yes = text.isEmpty() || text.equals("1") || text.equals("basic");
            if (!yes && !text.equals("0"))
                throw new StartError("Unknown -blockfilterindex value %s.".formatted(text));
            makes |= yes;
        }
        return makes;
    }

    private static List<InetSocketAddress> rest(List<InetSocketAddress> places) {
        return places.isEmpty() ? places : places.subList(1, places.size());
    }

    private OptionalInt rpcCalls() {
        if (!arguments.isSet("rpcthreads") && !arguments.isSet("rpcworkqueue"))
            return OptionalInt.empty();
        long threads = Math.clamp(arguments.number("rpcthreads").orElse(RPC_THREADS), 1, MAX_RPC_CALLS);
        long queue = Math.clamp(arguments.number("rpcworkqueue").orElse(RPC_QUEUE), 1, MAX_RPC_CALLS);
        return OptionalInt.of((int) (threads + queue));
    }

    private Relaying relaying() {
        return new Relaying(!arguments.flag("blocksonly", false), arguments.flag("peerbloomfilters", false))
                .withReconciliation(arguments.flag("txreconciliation", false))
                .withOldBlocks(arguments.number("prune").orElse(0L) == 0);
    }

    private ChainOptions chain() {
        Optional<BlockHash> assumed = arguments.text("assumevalid").filter(text -> !text.equals("0"))
                .map(TwinConfiguration::blockHash);
        long cache = Math.clamp(arguments.number("dbcache").orElse(ChainOptions.DEFAULT_CACHE_MIB), MIN_DB_CACHE,
                MAX_DB_CACHE);
        return ChainOptions.DEFAULT.withAssumeValid(assumed).withCachedCoins(ChainOptions.coinsIn((int) cache));
    }

    private static BlockHash blockHash(String text) {
        try {
            return BlockHash.of("0".repeat(Math.max(0, 64 - text.length())) + text.replaceFirst("^0x", ""));
        } catch (IllegalArgumentException _) {
            throw new StartError("Invalid assumevalid block hash specified (" + text
                    + "), must be up to 64 hex digits (or 0 to disable)");
        }
    }

    /** 0 for as many as there are cores, below it to leave so many of them free. */
    private int scriptThreads() {
        int cores = Runtime.getRuntime().availableProcessors();
        long wanted = arguments.number("par").orElse(0L);
        return Math.clamp(wanted <= 0 ? cores + wanted : wanted, 1, CheckThreads.MAX_THREADS);
    }

    private PeerTerms peerTerms() {
        long patience = arguments.number("peertimeout").orElse(PeerTerms.DEFAULT_PATIENCE.toSeconds());
        if (patience <= 0)
            throw new StartError("peertimeout must be a positive integer.");
        return new PeerTerms(Duration.ofSeconds(patience),
                Optional.of(Duration.ofSeconds(Math.min(arguments.number("maxtipage").orElse(MAX_TIP_AGE), MAX_TIME))),
                true,
                new Whitelist(arguments).rows(p2pPort()), arguments.all("debug").size() > 0, operator(), maxInbound(),
                seeds(), uploadTarget());
    }

    private List<PeerTerms.Seed> seeds() {
        return arguments.all("seednode").stream().map(text -> {
            InetSocketAddress at = place("seednode", text, params.p2pPort(params.httpPort()));
            return new PeerTerms.Seed(text, NetAddress.of(at.getAddress().getAddress(), at.getPort()));
        }).toList();
    }

    /** In MiB, unless a unit is named. */
    private long uploadTarget() {
        String text = arguments.text("maxuploadtarget").orElse("0");
        return Amounts.bytes(text, 'M').orElseThrow(
                () -> new StartError("Unable to parse -maxuploadtarget: '%s'".formatted(text)));
    }

    private PeerTerms.Operator operator() {
        long banTime = arguments.number("bantime").orElse(PeerTerms.Operator.DEFAULT_BAN_TIME.toSeconds());
        return new PeerTerms.Operator(List.of(), Duration.ofSeconds(Math.clamp(banTime, 0, MAX_TIME)),
                arguments.flag("networkactive", true));
    }

    /** What is left of all connections when we have made our own. */
    private int maxInbound() {
        long all = arguments.number("maxconnections").orElse(DEFAULT_CONNECTIONS);
        return Math.clamp(all - OWN_CONNECTIONS, 0, MAX_INBOUND);
    }

    private List<ZmqNotification> zmq() {
        List<ZmqNotification> wishes = new ArrayList<>();
        for (ZmqTopic topic : ZmqTopic.values()) {
            long mark = arguments.number(topic.flag() + "hwm")
                    .orElse(ZmqNotification.DEFAULT_HIGH_WATER_MARK);
            for (String address : arguments.all(topic.flag()))
                wishes.add(new ZmqNotification(topic, address, Math.clamp(mark, 0, Integer.MAX_VALUE)));
        }
        return wishes;
    }

    /** This machine's own addresses, unless the operator names others and says who may call there. */
    private List<InetSocketAddress> http() {
        if (!arguments.flag("server", true))
            return List.of();
        int port = port("rpcport", params.httpPort());
        boolean allows = !arguments.all("rpcallowip").isEmpty();
        List<InetSocketAddress> named = arguments.all("rpcbind").stream().map(text -> place("rpcbind", text, port))
                .toList();
        if (allows && !named.isEmpty())
            return named;
        if (allows)
            arguments.note("WARNING: option -rpcallowip was specified without -rpcbind; this doesn't usually make"
                    + " sense");
        if (!named.isEmpty())
            arguments.note("WARNING: option -rpcbind was ignored because -rpcallowip was not specified, refusing to"
                    + " allow everyone to connect");
        List<InetSocketAddress> places = new ArrayList<>(List.of(place("rpcbind", "127.0.0.1", port)));
        var six = place("rpcbind", "[::1]", port);
        if (isOurs(six))
            places.add(six);
        return places;
    }

    /** Whether we could listen there: IPv6 is not everywhere. */
    private static boolean isOurs(InetSocketAddress place) {
        try (var trial = new ServerSocket()) {
            trial.bind(place);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private int port(String name, int otherwise) {
        if (!arguments.isSet(name))
            return otherwise;
        String text = arguments.text(name).orElseThrow();
        long port = text.chars().allMatch(Character::isDigit) ? Amounts.number(text) : 0;
        if (port < 1 || port > Ports.MAX)
            throw new StartError("Invalid port specified in -%s: '%s'".formatted(name, text));
        return (int) port;
    }

    private int p2pPort() {
        return port("port", params.p2pPort(params.httpPort()));
    }

    /** Where peers call; what bitcoind does for Tor's sake is a place like any other. */
    private List<InetSocketAddress> places() {
        List<InetSocketAddress> places = new ArrayList<>();
        for (String bind : arguments.all("bind")) {
            boolean onion = bind.endsWith(ONION);
            String at = onion ? bind.substring(0, bind.length() - ONION.length()) : bind;
            places.add(place("bind", at, onion ? onionPort() : p2pPort()));
        }
        for (String bind : arguments.all("whitebind"))
            places.add(place("whitebind", bind.substring(bind.indexOf('@') + 1), p2pPort()));
        if (places.isEmpty()) {
            places.add(new InetSocketAddress(p2pPort()));
            places.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), onionPort()));
        }
        return places;
    }

    /** Where Tor would call, unless another port is named. */
    private int onionPort() {
        return Math.min(p2pPort() + 1, Ports.MAX);
    }

    static InetSocketAddress place(String flag, String text, int otherwise) {
        boolean bracketed = text.startsWith("[");
        int colon = bracketed ? text.indexOf(':', text.indexOf(']')) : text.lastIndexOf(':');
        boolean bare = colon < 0 || (!bracketed && text.indexOf(':') != colon);
        String host = bare ? text : text.substring(0, colon);
        long port = bare ? otherwise : Amounts.number(text.substring(colon + 1));
        if (port < 1 || port > Ports.MAX)
            throw new StartError("Invalid port specified in -%s: '%s'".formatted(flag, text));
        try {
            return new InetSocketAddress(InetAddress.getByName(host), (int) port);
        } catch (UnknownHostException e) {
            throw new StartError("Cannot resolve -%s address: '%s'".formatted(flag, text), e);
        }
    }

    private String withPort(String peer) {
        boolean hasPort = peer.startsWith("[")
                ? peer.contains("]:")
                : peer.indexOf(':') == peer.lastIndexOf(':')
                        && peer.contains(":");
        return hasPort ? peer : peer + ":" + params.p2pPort(params.httpPort());
    }

    private NodeClock clock() {
        var clock = new NodeClock();
        arguments.number("mocktime").ifPresent(time -> {
            if (time < 0 || time > MAX_TIME)
                throw new StartError("Mocktime must be in the range [0, %d], not %d.".formatted(MAX_TIME, time));
            clock.set(time == 0 ? null : Instant.ofEpochSecond(time));
        });
        return clock;
    }

    /** In the form of BIP14, with the operator's comments. */
    private String userAgent() {
        List<String> comments = arguments.all("uacomment");
        for (String comment : comments) {
            if (!comment.chars().allMatch(TwinConfiguration::isSafe))
                throw new StartError("User Agent comment (%s) contains unsafe characters.".formatted(comment));
        }
        String plain = Build.userAgent();
        String agent = comments.isEmpty()
                ? plain
                : plain.substring(0, plain.length() - 1) + "(" + String.join("; ", comments) + ")/";
        if (agent.length() > MAX_USER_AGENT)
            throw new StartError(("Total length of network version string (%d) exceeds maximum length (%d). Reduce the"
                    + " number or size of uacomments.").formatted(agent.length(), MAX_USER_AGENT));
        return agent;
    }

    private static boolean isSafe(int c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || SAFE.indexOf(c) >= 0;
    }

    /** This machine, and whom the operator names. */
    private List<Subnet> callers() {
        var all = new ArrayList<Subnet>();
        for (String text : List.of("127.0.0.0/8", "::1"))
            all.add(Subnet.parse(text).orElseThrow());
        for (String text : arguments.all("rpcallowip"))
            all.add(Subnet.parse(text).orElseThrow(() -> new StartError(("Invalid -rpcallowip subnet specification: %s."
                    + " Valid values are a single IP (e.g. 1.2.3.4), a network/netmask (e.g. 1.2.3.4/255.255.255.0), a"
                    + " network/CIDR (e.g. 1.2.3.4/24), all ipv4 (0.0.0.0/0), or all ipv6 (::/0).").formatted(text))));
        return all;
    }

    /** @throws IllegalArgumentException for a word that means nobody */
    private RpcSettings.CookieReaders cookieReaders() {
        String word = arguments.text("rpccookieperms").orElse("owner");
        return Stream.of(RpcSettings.CookieReaders.values())
                .filter(readers -> readers.name().toLowerCase(Locale.ROOT).equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Invalid -rpccookieperms=%s; must be one of 'owner',"
                        .formatted(word) + " 'group', or 'all'."));
    }

    private RpcSettings rpc() {
        Optional<String> password = arguments.value("rpcpassword").filter(text -> !text.isEmpty());
        try {
            return new RpcSettings(arguments.value("rpcuser"), password, arguments.all("rpcauth"), callers(),
                    arguments.flag("rest", false), Whitelists.of(arguments.all("rpcwhitelist"),
                            !arguments.flag("rpcwhitelistdefault", !arguments.all("rpcwhitelist").isEmpty())),
                    cookieReaders());
        } catch (IllegalArgumentException e) {
            arguments.note(String.valueOf(e.getMessage()));
            throw new StartError(Bitcoind.NO_HTTP, e);
        }
    }
}
