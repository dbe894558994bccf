package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.peer.KnownAddress;
import org.jackblockchain.peer.OperatorView;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Subnet;

/** The address book, as the operator may see it. */
final class AddressMethods {
    private static final int MAX_PORT = 0xffff;
    /** Names and numbers of networks; the names are Core's. */
    private static final Map<NetAddress.Network, String> NAMES = Map.of(NetAddress.Network.IPV4, "ipv4",
            NetAddress.Network.IPV6, "ipv6", NetAddress.Network.TORV3, "onion", NetAddress.Network.I2P, "i2p",
            NetAddress.Network.CJDNS, "cjdns");

    private final RpcNode node;

    AddressMethods(RpcNode node) {
        this.node = node;
    }

    List<Method> methods() {
        return List.of(
                new Method("network", "getnodeaddresses",
                        List.of(Param.optional("count", Param.Kind.NUMBER, "At most so many; 0 for all. Default: 1."),
                                Param.optional("network", Param.Kind.TEXT,
                                        "Only of this network: ipv4, ipv6, onion, i2p or cjdns.")),
                        "Places where nodes may be, by chance.", this::some),
                new Method(Method.HIDDEN, "getaddrmaninfo", List.of(), "How many places are known.", _ -> counts()),
                new Method(Method.HIDDEN, "addpeeraddress",
                        List.of(Param.required("address", Param.Kind.TEXT, "A host."),
                                Param.required("port", Param.Kind.NUMBER, "Its port."),
                                Param.optional("tried", Param.Kind.FLAG, "true as if we had found a node there.")),
                        "Puts a place into the address book, for tests.", this::add));
    }

    private JsonNode some(Args args) throws InterruptedException {
        int count = args.number(0, 1);
        if (count < 0)
            throw RpcError.invalid("Address count out of range");
        OptionalInt network = args.isGiven(1) ? OptionalInt.of(network(args.text(1))) : OptionalInt.empty();
        var request = new Request.ShowAddresses(network, count == 0 ? Integer.MAX_VALUE : count);
        if (!(node.ask(request).orElseThrow(RpcError::stopping) instanceof Outcome.Addresses(var found)))
            throw new IllegalStateException("an outcome of another request");
        ArrayNode json = Json.array();
        found.forEach(known -> json.add(json(known)));
        return json;
    }

    private static ObjectNode json(KnownAddress known) {
        NetAddress address = known.address();
        return Json.object().put("time", known.lastSeen().getEpochSecond()).put("services", known.services())
                .put("address", address.hostText()).put("port", address.port())
                .put("network", NAMES.getOrDefault(address.network(), "unknown"));
    }

    private static int network(String name) {
        return Stream.of(NetAddress.Network.values())
                .filter(one -> name.toLowerCase(Locale.ROOT).equals(NAMES.get(one)))
                .findFirst().map(NetAddress.Network::id)
                .orElseThrow(() -> RpcError.invalid("Network not recognized: " + name));
    }

    private JsonNode counts() throws InterruptedException {
        List<OperatorView.Count> counts = OperatorMethods.network(node).addresses();
        ObjectNode json = Json.object();
        for (NetAddress.Network network : NetAddress.Network.values()) {
            if (NAMES.containsKey(network))
                put(json, NAMES.getOrDefault(network, ""),
                        counts.stream().filter(count -> count.networkId() == network.id()).toList());
        }
        put(json, "all_networks", counts);
        return json;
    }

    private static void put(ObjectNode json, String name, List<OperatorView.Count> counts) {
        int heard = counts.stream().mapToInt(OperatorView.Count::heard).sum();
        int reached = counts.stream().mapToInt(OperatorView.Count::reached).sum();
        json.putObject(name).put("new", heard).put("tried", reached).put("total", heard + reached);
    }

    private JsonNode add(Args args) throws InterruptedException {
        int port = args.number(1);
        if (port < 0 || port > MAX_PORT)
            throw RpcError.misc("JSON integer out of range");
        Optional<Subnet> host = Subnet.parse(args.text(0)).filter(_ -> args.text(0).indexOf('/') < 0);
        if (host.isEmpty())
            return Json.object().put("success", false);
        var address = new NetAddress(host.get().networkId(), host.get().host(), port, 0, 0);
        var wish = new PeerEvent.AddressGiven(address, args.flag(2, false));
        boolean added = node.ask(new Request.GiveAddress(wish)).orElseThrow(RpcError::stopping) instanceof Outcome.Done;
        ObjectNode json = Json.object().put("success", added);
        return added ? json : json.put("error", "failed-adding-to-new");
    }
}
