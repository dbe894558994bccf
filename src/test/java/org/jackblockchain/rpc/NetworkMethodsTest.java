package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackblockchain.node.Event;
import org.jackblockchain.peer.ConnectionType;
import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.peer.PeerView;
import org.jackblockchain.peer.Permission;
import org.jackblockchain.wire.NetAddress;
import org.junit.jupiter.api.Test;

class NetworkMethodsTest {
    private static final NetAddress PLACE = NetAddress.parse("127.0.0.1:5101").orElseThrow();

    private final LocalNode node = new LocalNode();
    private final Rpc rpc = new Rpc(node);

    @Test
    void this_node_is_told_with_cores_fields_in_cores_order() throws Exception {
        JsonNode info = rpc.result("getnetworkinfo", "");

        assertThat(ChainMethodsTest.names(info)).containsExactly("version", "subversion", "protocolversion",
                "localservices", "localservicesnames", "localrelay", "timeoffset", "networkactive", "connections",
                "connections_in", "connections_out", "networks", "relayfee", "incrementalfee", "localaddresses",
                "warnings");
        assertThat(info.path("subversion").textValue()).isEqualTo("/test:1/");
        assertThat(info.path("localservicesnames").toString())
                .isEqualTo("[\"NETWORK\",\"WITNESS\",\"NETWORK_LIMITED\"]");
        assertThat(info.path("networks")).hasSize(5);
    }

    @Test
    void a_peer_is_told_with_cores_fields_in_cores_order() throws Exception {
        connect();

        JsonNode peers = rpc.result("getpeerinfo", "");

        assertThat(rpc.result("getconnectioncount", "").intValue()).isEqualTo(1);
        assertThat(rpc.result("getnetworkinfo", "").path("connections_in").intValue()).isEqualTo(1);
        assertThat(peers).hasSize(1);
        assertThat(ChainMethodsTest.names(peers.path(0))).containsExactly("id", "addr", "addrbind", "network",
                "services",
                "servicesnames", "relaytxes", "lastsend", "lastrecv", "last_transaction", "last_block", "bytessent",
                "bytesrecv", "conntime", "timeoffset", "version", "subver", "inbound", "bip152_hb_to",
                "bip152_hb_from", "startingheight", "presynced_headers", "synced_headers", "synced_blocks",
                "inflight", "addr_relay_enabled", "addr_processed", "addr_rate_limited", "permissions", "minfeefilter",
                "bytessent_per_msg",
                "bytesrecv_per_msg", "connection_type", "transport_protocol_type", "session_id");
        assertThat(peers.path(0).path("addr").textValue()).isEqualTo("127.0.0.1:5101");
        assertThat(peers.path(0).path("network").textValue()).isEqualTo("not_publicly_routable");
        assertThat(peers.path(0).path("connection_type").textValue()).isEqualTo("inbound");
        assertThat(peers.path(0).path("conntime").longValue()).isEqualTo(LocalNode.NOW.getEpochSecond());
    }

    @Test
    void what_is_known_of_a_peer_after_a_while_is_told_in_seconds() {
        var details = new PeerView.Details(70_016, true, ConnectionType.MANUAL, Duration.ofSeconds(-3),
                Optional.of(Instant.ofEpochSecond(8)), Optional.of(Instant.ofEpochSecond(9)), Optional.empty(),
                Optional.of(Duration.ofMillis(2)), Optional.of(Instant.ofEpochMilli(9_500)), 4, List.of(7, 8),
                NetAddress.parse("10.0.0.1:1").orElseThrow(), Optional.empty(), true, 2, 1, Set.of(Permission.NO_BAN),
                true, false, 2_000, 1_000, Optional.of(Instant.ofEpochSecond(7)));
        var peer = new PeerView(3, NetAddress.parse("8.8.8.8:8333").orElseThrow(), Direction.OUTBOUND,
                Instant.ofEpochSecond(5), true, "/x/", 0x409 | 1L << 40, 6, 5, 2, Optional.of(Duration.ofMillis(25)),
                Map.of("ping", 64L, "block", 10L), Map.of("pong", 32L), details);

        String json = PeerJson.of(peer, Instant.ofEpochSecond(10)).toString();

        assertThat(json).contains("\"network\":\"ipv4\",\"services\":\"0000010000000409\","
                + "\"servicesnames\":[\"NETWORK\",\"WITNESS\",\"NETWORK_LIMITED\",\"UNKNOWN[2^40]\"],"
                + "\"relaytxes\":true,\"lastsend\":8,\"lastrecv\":9,\"last_transaction\":7,\"last_block\":0,"
                + "\"bytessent\":32,\"bytesrecv\":74,\"conntime\":5,\"timeoffset\":-3,\"pingtime\":0.025,"
                + "\"minping\":0.002,\"pingwait\":0.5,\"version\":70016,\"subver\":\"/x/\",\"inbound\":false,");
        assertThat(json).contains("\"startingheight\":6,\"presynced_headers\":2000,\"synced_headers\":5,"
                + "\"synced_blocks\":4,\"inflight\":[7,8],");
        assertThat(json).contains("\"bip152_hb_to\":true,\"bip152_hb_from\":false,")
                .contains("\"permissions\":[\"noban\"],\"minfeefilter\":0.00001000,");
        assertThat(json).contains("\"bytesrecv_per_msg\":{\"block\":10,\"ping\":64},\"connection_type\":\"manual\"");
    }

    @Test
    void a_peer_is_added_removed_or_called_once() throws Exception {
        String place = "'192.0.2.1:8444', ";
        assertThat(rpc.result("addnode", place + "'add'").isNull()).isTrue();
        assertThat(rpc.error("addnode", place + "'add'")).isEqualTo("-23 Error: Node already added");
        assertThat(rpc.result("addnode", place + "'remove', false").isNull()).isTrue();
        assertThat(rpc.error("addnode", place + "'remove'"))
                .isEqualTo("-24 Error: Node could not be removed. It has not been added previously.");
        rpc.result("addnode", "'192.0.2.2', 'onetry'");
        rpc.result("addnode", "'::1', 'onetry'");

        assertThat(node.posted()).containsExactly(tried("192.0.2.2:18444"), tried("[::1]:18444"));
        assertThat(rpc.error("addnode", place + "'often'"))
                .startsWith("-1 addnode \"node\" \"command\" ( v2transport )");
        assertThat(rpc.error("addnode", "'no such host', 'add'")).startsWith("-8 Error: there is no address");
        assertThat(rpc.error("addnode", place + "'add', true")).startsWith("-8 Error: v2transport requested");
    }

    @Test
    void a_peer_is_hung_up_on_by_its_id() throws Exception {
        connect();

        rpc.result("disconnectnode", "'', 7");

        assertThat(rpc.result("getpeerinfo", "")).isEmpty();
    }

    @Test
    void a_peer_is_hung_up_on_by_its_address() throws Exception {
        connect();
        assertThat(rpc.error("disconnectnode", "'127.0.0.1:5102'"))
                .isEqualTo("-29 Node not found in connected nodes");
        assertThat(rpc.error("disconnectnode", "'', 6")).isEqualTo("-29 Node not found in connected nodes");
        for (String both : List.of("", "'127.0.0.1:5101', 7"))
            assertThat(rpc.error("disconnectnode", both))
                    .isEqualTo("-32602 Only one of address and nodeid should be provided.");

        rpc.result("disconnectnode", "'127.0.0.1:5101'");
        assertThat(rpc.error("disconnectnode", "'', 7")).as("it is leaving").startsWith("-29");
        rpc.result("ping", "");

        assertThat(node.posted()).hasSize(3).last()
                .isEqualTo(new Event.Network(new PeerEvent.PingAll()));
        assertThat(node.posted().subList(1, 2)).allSatisfy(event -> assertThat(event)
                .isInstanceOfSatisfying(Event.Network.class, network -> assertThat(network.event())
                        .isInstanceOfSatisfying(PeerEvent.Drop.class, drop -> assertThat(drop.peer()).isEqualTo(7))));
    }

    @Test
    void the_program_tells_its_age_and_stops_when_asked() throws Exception {
        assertThat(rpc.result("uptime", "").longValue()).isZero();
        assertThat(rpc.result("stop", "").textValue()).isEqualTo("JBC stopping");
        assertThat(rpc.error("submitheader", "'" + "00".repeat(80) + "'")).isEqualTo("-9 Shutting down");
    }

    private void connect() {
        node.post(new Event.Network(new PeerEvent.Connected(7, PLACE, Direction.INBOUND)));
    }

    private static Event tried(String place) {
        return new Event.Network(new PeerEvent.Try(NetAddress.parse(place).orElseThrow()));
    }
}
