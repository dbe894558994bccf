package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.PeerView;
import org.jackblockchain.peer.Permission;
import org.jackblockchain.wire.NetAddress;

/** A peer with Core's fields, in Core's order. Left out is what has no meaning here. */
final class PeerJson {
    private static final double NANOS = 1e9;
    private static final Map<Integer, String> SERVICES = Map.of(0, "NETWORK", 2, "BLOOM", 3, "WITNESS", 6,
            "COMPACT_FILTERS", 10, "NETWORK_LIMITED", 11, "P2P_V2");

    private PeerJson() {}

    static ObjectNode of(PeerView peer, Instant now) {
        PeerView.Details details = peer.details();
        ObjectNode json = Json.object().put("id", peer.peer())
                .put("addr", peer.remote().endpoint().toString())
                .put("addrbind", details.local().endpoint().toString());
        details.seen().ifPresent(seen -> json.put("addrlocal", seen.endpoint().toString()));
        json.put("network", network(peer.remote()))
                .put("services", "%016x".formatted(peer.services()));
        json.set("servicesnames", serviceNames(peer.services()));
        json.put("relaytxes", details.relaysTransactions())
                .put("lastsend", seconds(details.lastSent()))
                .put("lastrecv", seconds(details.lastReceived()))
                .put("last_transaction", seconds(details.lastTransaction()))
                .put("last_block", seconds(details.lastBlock()))
                .put("bytessent", sum(peer.bytesSent()))
                .put("bytesrecv", sum(peer.bytesReceived()))
                .put("conntime", peer.connectedAt().getEpochSecond())
                .put("timeoffset", details.clockOffset().toSeconds());
        addPings(json, peer, now);
        json.put("version", details.protocolVersion())
                .put("subver", peer.userAgent())
                .put("inbound", peer.direction() == Direction.INBOUND)
                .put("bip152_hb_to", details.askedAtOnce())
                .put("bip152_hb_from", details.wantsAtOnce())
                .put("startingheight", peer.startHeight())
                .put("presynced_headers", details.presynced())
                .put("synced_headers", peer.bestHeight())
                .put("synced_blocks", details.commonHeight());
        ArrayNode inFlight = json.putArray("inflight");
        details.heightsInFlight().forEach(inFlight::add);
        json.put("addr_relay_enabled", details.relaysAddresses())
                .put("addr_processed", details.addressesTaken())
                .put("addr_rate_limited", details.addressesDropped());
        ArrayNode permissions = json.putArray("permissions");
        Stream.of(Permission.values()).filter(details.permissions()::contains)
                .forEach(permission -> permissions.add(permission.word()));
        json.set("minfeefilter", Json.coins(details.leastFeeRate()));
        json.set("bytessent_per_msg", traffic(peer.bytesSent()));
        json.set("bytesrecv_per_msg", traffic(peer.bytesReceived()));
        return json.put("connection_type", connection(peer)).put("transport_protocol_type", "v1")
                .put("session_id", "");
    }

    private static void addPings(ObjectNode json, PeerView peer, Instant now) {
        peer.ping().ifPresent(ping -> json.set("pingtime", Json.number(fraction(ping))));
        peer.details().shortestPing().ifPresent(ping -> json.set("minping", Json.number(fraction(ping))));
        peer.details().pingedAt().map(since -> Duration.between(since, now)).filter(Duration::isPositive)
                .ifPresent(wait -> json.set("pingwait", Json.number(fraction(wait))));
    }

    static ArrayNode serviceNames(long services) {
        ArrayNode names = Json.array();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((services >>> bit & 1) != 0)
                names.add(SERVICES.getOrDefault(bit, "UNKNOWN[2^" + bit + "]"));
        }
        return names;
    }

    private static String network(NetAddress address) {
        if (!address.isRoutable())
            return "not_publicly_routable";
        return switch (address.network()) {
            case IPV4 -> "ipv4";
            case IPV6 -> "ipv6";
            case TORV3 -> "onion";
            case I2P -> "i2p";
            case CJDNS -> "cjdns";
            case UNKNOWN -> "not_publicly_routable";
        };
    }

    private static String connection(PeerView peer) {
        if (peer.direction() == Direction.INBOUND)
            return "inbound";
        return peer.details().type().word();
    }

    private static long seconds(Optional<Instant> time) {
        return time.map(Instant::getEpochSecond).orElse(0L);
    }

    private static double fraction(Duration duration) {
        return duration.toNanos() / NANOS;
    }

    private static long sum(Map<String, Long> bytes) {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static ObjectNode traffic(Map<String, Long> bytes) {
        ObjectNode json = Json.object();
        new TreeMap<>(bytes).forEach(json::put);
        return json;
    }
}
