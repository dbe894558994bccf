package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.OperatorView;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.peer.PeerView;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Subnet;

/** Whom the operator wants nothing to do with, whom it wants to be connected to, and whether to anybody. */
final class OperatorMethods {
    private static final String GROUP = "network";
    /** The last second that a ban can end. */
    private static final long MAX_TIME = 1L << 40;
    private static final List<Param> BAN = List.of(
            Param.required("subnet", Param.Kind.TEXT, "A host, or hosts as 10.0.0.0/8."),
            Param.required("command", Param.Kind.TEXT, "add: ban them; remove: do not any more."),
            Param.optional("bantime", Param.Kind.NUMBER, "For so many seconds; 0 or nothing for as long as is usual"
                    + " (a day, or -bantime)."),
            Param.optional("absolute", Param.Kind.FLAG, "true if bantime is the time when the ban ends."));
    private static final Method BAN_HELP = new Method(GROUP, "setban", BAN, "Bans hosts, or takes that back.",
            _ -> Json.none());

    private final RpcNode node;
    private final InstantSource clock;

    OperatorMethods(RpcNode node, InstantSource clock) {
        this.node = node;
        this.clock = clock;
    }

    List<Method> methods() {
        return List.of(
                new Method(BAN_HELP.group(), BAN_HELP.name(), BAN, BAN_HELP.says(), this::setBan),
                new Method(GROUP, "listbanned", List.of(), "The bans that hold.", _ -> banned()),
                new Method(GROUP, "clearbanned", List.of(), "Takes back all bans.",
                        _ -> tell(new PeerEvent.BansCleared())),
                new Method(GROUP, "setnetworkactive",
                        List.of(Param.required("state", Param.Kind.FLAG, "false for no connections at all.")),
                        "Switches all connections to peers off, or on again.", args -> {
                            tell(new PeerEvent.NetworkSwitched(args.flag(0, true)));
                            return Json.bool(network(node).active());
                        }),
                new Method("blockchain", "getblockfrompeer",
                        List.of(Param.required("blockhash", Param.Kind.TEXT, "A block whose header is known."),
                                Param.required("peer_id", Param.Kind.NUMBER, "The peer's id in getpeerinfo.")),
                        "Asks a peer for a block that is not here; getblock shows it when it came.", this::fetch),
                new Method(GROUP, "getaddednodeinfo",
                        List.of(Param.optional("node", Param.Kind.TEXT, "Only this one.")),
                        "The peers that addnode asked for, and whether they are connected.", this::added));
    }

    /** What only the operator sees of the network. */
    static OperatorView network(RpcNode node) throws InterruptedException {
        if (node.ask(new Request.ShowNetwork()).orElseThrow(RpcError::stopping) instanceof Outcome.Network(var view))
            return view;
        throw new IllegalStateException("an outcome of another request");
    }

    private JsonNode tell(PeerEvent event) throws InterruptedException {
        var _ = node.ask(new Request.Tell(event)).orElseThrow(RpcError::stopping);
        return Json.none();
    }

    private JsonNode fetch(Args args) throws InterruptedException {
        var request = new Request.FetchBlock(args.hash(0, "hash"), args.longNumber(1));
        return switch (node.ask(request).orElseThrow(RpcError::stopping)) {
            case Outcome.NotFound _ -> throw RpcError.misc("Block header missing");
            case Outcome.AlreadyThere _ -> throw RpcError.misc("Block already downloaded");
            case Outcome.Refused(String why) -> throw RpcError.misc(why);
            default -> Json.object();
        };
    }

    private JsonNode setBan(Args args) throws InterruptedException {
        String command = args.text(1);
        if (!List.of("add", "remove").contains(command))
            throw RpcError.misc(BAN_HELP.help());
        Subnet subnet = Subnet.parse(args.text(0))
                .orElseThrow(() -> new RpcError(RpcError.Code.BAD_SUBNET, "Error: Invalid IP/Subnet"));
        if (command.equals("add"))
            ban(subnet, args);
        else if (node.ask(new Request.Unban(subnet)).orElseThrow(RpcError::stopping) instanceof Outcome.NotFound)
            throw new RpcError(RpcError.Code.BAD_SUBNET, "Error: Unban failed. Requested address/subnet was not"
                    + " previously manually banned.");
        return Json.none();
    }

    private void ban(Subnet subnet, Args args) throws InterruptedException {
        long time = args.isGiven(2) ? args.longNumber(2) : 0;
        Instant now = clock.instant();
        boolean absolute = args.flag(3, false);
        var wish = new PeerEvent.Banned(subnet, until(time, absolute, now));
        if (absolute && time < now.getEpochSecond())
            throw RpcError.invalid("Error: Absolute timestamp is in the past");
        if (node.ask(new Request.Ban(wish)).orElseThrow(RpcError::stopping) instanceof Outcome.AlreadyThere)
            throw new RpcError(RpcError.Code.PEER_ALREADY_ADDED, "Error: IP/Subnet already banned");
    }

    private static Optional<Instant> until(long time, boolean absolute, Instant now) {
        if (time <= 0)
            return Optional.empty();
        long end = absolute ? time : now.getEpochSecond() + Math.min(time, MAX_TIME);
        return Optional.of(Instant.ofEpochSecond(Math.min(end, MAX_TIME)));
    }

    private JsonNode banned() throws InterruptedException {
        ArrayNode json = Json.array();
        long now = clock.instant().getEpochSecond();
        network(node).bans().forEach(ban -> json.addObject().put("address", ban.subnet().toString())
                .put("ban_created", ban.created().getEpochSecond())
                .put("banned_until", ban.until().getEpochSecond())
                .put("ban_duration", Duration.between(ban.created(), ban.until()).toSeconds())
                .put("time_remaining", ban.until().getEpochSecond() - now));
        return json;
    }

    private JsonNode added(Args args) throws InterruptedException {
        List<NetAddress> all = network(node).added();
        List<NetAddress> wanted = all;
        if (args.isGiven(0)) {
            NetAddress one = new Places(node).address(args.text(0));
            wanted = all.stream().filter(one.endpoint()::equals).toList();
            if (wanted.isEmpty())
                throw new RpcError(RpcError.Code.PEER_NOT_ADDED, "Error: Node has not been added.");
        }
        ArrayNode json = Json.array();
        List<PeerView> peers = node.view().peers();
        wanted.forEach(place -> json.add(added(place, peers)));
        return json;
    }

    private ObjectNode added(NetAddress place, List<PeerView> peers) {
        Optional<PeerView> peer = peers.stream().filter(one -> one.remote().endpoint().equals(place)).findFirst();
        ObjectNode json = Json.object().put("addednode", new Places(node).text(place))
                .put("connected", peer.isPresent());
        ArrayNode addresses = json.putArray("addresses");
        peer.ifPresent(one -> addresses.addObject().put("address", place.toString())
                .put("connected", one.direction() == Direction.INBOUND ? "inbound" : "outbound"));
        return json;
    }
}
