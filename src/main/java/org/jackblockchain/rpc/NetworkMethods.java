package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.peer.ConnectionType;
import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.OperatorView;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.peer.PeerView;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;

/** What there is to know of the peers, and the operator's word on them. */
final class NetworkMethods {
    private static final String GROUP = "network";
    private static final String NETWORKS = "ipv4, ipv6, onion, i2p, cjdns";
    /** The version of Core whose interface this is, as it counts: tools look for it. */
    private static final int INTERFACE_VERSION = 290_000;
    /** Nobody's transactions are taken yet; what Core asks for by default. */
    private static final long RELAY_FEE = 1_000;
    private static final int SECONDS_A_DAY = 86_400;
    /** Connections of a kind that a node makes, in Core's numbers. */
    private static final Map<ConnectionType, Integer> MAX_CONNECTIONS = Map.of(ConnectionType.OUTBOUND_FULL_RELAY, 8,
            ConnectionType.BLOCK_RELAY_ONLY, 2, ConnectionType.FEELER, 1);
    private static final Method ADD_NODE_HELP = new Method(GROUP, "addnode",
            List.of(Param.required("node", Param.Kind.TEXT, "host:port of the peer."),
                    Param.required("command", Param.Kind.TEXT,
                            "add: stay connected to it; remove: do not any more; onetry: call it once."),
                    Param.optional("v2transport", Param.Kind.FLAG,
                            "Encrypted transport (BIP324), which is not offered.")),
            "Adds, removes or calls a peer.", _ -> Json.none());

    private final RpcNode node;

    NetworkMethods(RpcNode node) {
        this.node = node;
    }

    List<Method> methods() {
        return List.of(
                new Method(GROUP, "getconnectioncount", List.of(), "How many peers there are.",
                        _ -> Json.number(node.view().peers().size())),
                new Method(GROUP, "getpeerinfo", List.of(),
                        "Tells of each peer; its network is one of (" + NETWORKS + ", not_publicly_routable).",
                        _ -> peers()),
                new Method(GROUP, "getnetworkinfo", List.of(),
                        "Tells of this node as a peer, in each of the networks (" + NETWORKS + ").", _ -> info()),
                new Method(Method.HIDDEN, "addconnection",
                        List.of(Param.required("address", Param.Kind.TEXT, "host:port of the peer."),
                                Param.required("connection_type", Param.Kind.TEXT,
                                        "outbound-full-relay, block-relay-only, addr-fetch or feeler."),
                                Param.required("v2transport", Param.Kind.FLAG, "Encrypted transport, not offered.")),
                        "Calls a peer for a purpose, on regtest only.", this::addConnection),
                new Method(GROUP, "getnettotals", List.of(), "Counts bytes.", _ -> totals()),
                new Method(GROUP, "ping", List.of(),
                        "Has all round trips measured; getpeerinfo shows them when they are.", _ -> ping()),
                new Method(ADD_NODE_HELP.group(), ADD_NODE_HELP.name(), ADD_NODE_HELP.params(), ADD_NODE_HELP.says(),
                        this::addNode),
                new Method(GROUP, "disconnectnode",
                        List.of(Param.optional("address", Param.Kind.TEXT, "host:port of the peer; or else"),
                                Param.optional("nodeid", Param.Kind.NUMBER, "its id in getpeerinfo.")),
                        "Hangs up on a peer.", this::disconnect));
    }

    private JsonNode peers() {
        NodeView now = node.view();
        ArrayNode json = Json.array();
        now.peers().forEach(peer -> json.add(PeerJson.of(peer, now.at())));
        return json;
    }

    private JsonNode info() throws InterruptedException {
        NodeView now = node.view();
        List<PeerView> peers = now.peers();
        OperatorView ours = OperatorMethods.network(node);
        long inbound = peers.stream().filter(peer -> peer.direction() == Direction.INBOUND).count();
        ObjectNode json = Json.object().put("version", INTERFACE_VERSION)
                .put("subversion", node.userAgent())
                .put("protocolversion", Message.PROTOCOL_VERSION)
                .put("localservices", "%016x".formatted(ours.services()));
        json.set("localservicesnames", PeerJson.serviceNames(ours.services()));
        json.put("localrelay", node.takesTransactions()).put("timeoffset", offset(peers))
                .put("networkactive", ours.active())
                .put("connections", peers.size())
                .put("connections_in", inbound)
                .put("connections_out", peers.size() - inbound);
        ArrayNode networks = json.putArray("networks");
        for (String name : NETWORKS.split(", ", -1)) {
            boolean reachable = name.startsWith("ipv");
            networks.addObject().put("name", name).put("limited", !reachable).put("reachable", reachable)
                    .put("proxy", node.proxies().getOrDefault(name, "")).put("proxy_randomize_credentials", false);
        }
        json.set("relayfee", Json.coins(RELAY_FEE));
        json.set("incrementalfee", Json.coins(RELAY_FEE));
        json.putArray("localaddresses");
        json.set("warnings", Json.array(now.warnings().toArray(String[]::new)));
        return json;
    }

    /** The median of those we called, as they are ours to choose. */
    private static long offset(List<PeerView> peers) {
        long[] offsets = peers.stream().filter(peer -> peer.ready() && peer.direction() == Direction.OUTBOUND)
                .mapToLong(peer -> peer.details().clockOffset().toSeconds()).sorted().toArray();
        return offsets.length == 0 ? 0 : offsets[offsets.length / 2];
    }

    private void tell(PeerEvent event) throws InterruptedException {
        var _ = node.ask(new Request.Tell(event)).orElseThrow(RpcError::stopping);
    }

    private JsonNode ping() throws InterruptedException {
        tell(new PeerEvent.PingAll());
        return Json.none();
    }

    private JsonNode addNode(Args args) throws InterruptedException {
        String command = args.text(1);
        if (!List.of("add", "remove", "onetry").contains(command))
            throw RpcError.misc(ADD_NODE_HELP.help());
        if (args.flag(2, false))
            throw RpcError.invalid("Error: v2transport requested but not enabled (see -v2transport)");
        NetAddress remote = new Places(node).address(args.text(0));
        switch (command) {
            case "add" -> {
                if (node.ask(new Request.AddPeer(remote))
                        .orElseThrow(RpcError::stopping) instanceof Outcome.AlreadyThere)
                    throw new RpcError(RpcError.Code.PEER_ALREADY_ADDED, "Error: Node already added");
            }
            case "remove" -> {
                if (node.ask(new Request.RemovePeer(remote))
                        .orElseThrow(RpcError::stopping) instanceof Outcome.NotFound)
                    throw new RpcError(RpcError.Code.PEER_NOT_ADDED,
                            "Error: Node could not be removed. It has not been added previously.");
            }
            default -> tell(new PeerEvent.Try(remote));
        }
        return Json.none();
    }

    private JsonNode addConnection(Args args) throws InterruptedException {
        if (!node.view().params().isForTests())
            throw RpcError.misc("addconnection is for regression testing (-regtest mode) only.");
        Optional<ConnectionType> type = ConnectionType.of(args.text(1).strip())
                .filter(found -> found != ConnectionType.INBOUND && found != ConnectionType.MANUAL);
        if (type.isEmpty())
            throw RpcError.invalid("no such connection type: " + args.text(1));
        if (args.flag(2, false))
            throw RpcError.invalid(
                    "Error: Adding v2transport connections requires -v2transport init flag to be set.");
        if (count(type.get()) >= MAX_CONNECTIONS.getOrDefault(type.get(), Integer.MAX_VALUE))
            throw new RpcError(RpcError.Code.AT_CAPACITY,
                    "Error: Already at capacity for specified connection type.");
        tell(new PeerEvent.Try(new Places(node).address(args.text(0)), type.get()));
        return Json.object().put("address", args.text(0)).put("connection_type", type.get().word());
    }

    private long count(ConnectionType type) {
        return node.view().peers().stream().filter(peer -> peer.details().type() == type).count();
    }

    private JsonNode totals() throws InterruptedException {
        NodeView now = node.view();
        ObjectNode json = Json.object()
                .put("totalbytesrecv", node.bytesReceived())
                .put("totalbytessent", node.bytesSent())
                .put("timemillis", now.at().toEpochMilli());
        OperatorView.Upload upload = OperatorMethods.network(node).upload();
        json.putObject("uploadtarget").put("timeframe", SECONDS_A_DAY).put("target", upload.target())
                .put("target_reached", upload.reached()).put("serve_historical_blocks", upload.servesOldBlocks())
                .put("bytes_left_in_cycle", upload.bytesLeft())
                .put("time_left_in_cycle", upload.timeLeft().toSeconds());
        return json;
    }

    private JsonNode disconnect(Args args) throws InterruptedException {
        boolean byId = args.isGiven(1) && (!args.isGiven(0) || args.text(0).isEmpty());
        if (!byId && (args.isGiven(1) || !args.isGiven(0)))
            throw new RpcError(RpcError.Code.INVALID_PARAMS, "Only one of address and nodeid should be provided.");
        PeerView peer = byId ? byId(args.longNumber(1)) : byAddress(args.text(0));
        tell(new PeerEvent.Drop(peer.peer(), "the operator wants it"));
        return Json.none();
    }

    private PeerView byId(long id) {
        return found(peer -> peer.peer() == id);
    }

    private PeerView byAddress(String address) {
        return found(peer -> peer.remote().endpoint().toString().equals(address));
    }

    private PeerView found(Predicate<PeerView> wanted) {
        Optional<PeerView> peer = node.view().peers().stream().filter(wanted).findFirst();
        return peer.orElseThrow(() -> new RpcError(RpcError.Code.PEER_NOT_CONNECTED,
                "Node not found in connected nodes"));
    }
}
