package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.peer.PeerView;

/**
 * How the node is, as JSON:
 * <ul>
 * <li>{@code version}, {@code network}, {@code as_of} (when the node was so), {@code uptime_seconds}
 * <li>{@code height}, {@code tip}, {@code time}, {@code bits}, {@code difficulty}, {@code chainwork}: of the last
 * block of the active chain, as in {@link ChainJson}
 * <li>{@code headers_height}, {@code headers_tip}: the best chain of headers, whose blocks may be on their way;
 * {@code syncing}: whether the node is catching up
 * <li>{@code mining}: whether it is switched on; {@code hashes_per_second}; {@code engine}: its name;
 * {@code template_height}: of the block that is worked on, null if there is none
 * <li>{@code reorganizations} since the start; {@code stale_blocks}: stored, but not in the active chain
 * <li>{@code peers}: one object each; {@code best_height} is -1 and {@code ping_ms} null while not known
 * <li>what else there is, as each {@link StatusPart} says
 * </ul>
 */
final class StatusJson {
    private StatusJson() {}

    static String of(NodeView view, String version, Instant started, List<StatusPart> others) {
        var text = new StringWriter();
        try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("version", version);
            json.writeStringField("network", view.params().name());
            json.writeStringField("as_of", view.at().toString());
            json.writeNumberField("uptime_seconds", Duration.between(started, Instant.now()).toSeconds());
            writeChain(view, json);
            writeMining(view, json);
            json.writeArrayFieldStart("peers");
            for (PeerView peer : view.peers())
                write(peer, json);
            json.writeEndArray();
            for (StatusPart other : others) {
                json.writeFieldName(other.name());
                other.writer().write(json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.append('\n').toString();
    }

    private static void writeChain(NodeView view, JsonGenerator json) throws IOException {
        BlockEntry tip = view.tip();
        json.writeNumberField("height", tip.height());
        json.writeStringField("tip", tip.hash().hex());
        json.writeNumberField("time", tip.header().time());
        json.writeStringField("bits", tip.header().bits().hex());
        json.writeNumberField("difficulty", tip.header().bits().target().orElseThrow().difficulty());
        json.writeStringField("chainwork", tip.chainWork().hex());
        json.writeNumberField("headers_height", view.bestHeader().height());
        json.writeStringField("headers_tip", view.bestHeader().hash().hex());
        json.writeBooleanField("syncing", view.syncing());
        json.writeNumberField("reorganizations", view.reorganizations());
        json.writeNumberField("stale_blocks", view.staleBlocks());
    }

    private static void writeMining(NodeView view, JsonGenerator json) throws IOException {
        json.writeBooleanField("mining", view.mining());
        json.writeNumberField("hashes_per_second", Math.round(view.hashesPerSecond()));
        json.writeStringField("engine", view.engine());
        Optional<Integer> height = view.template().map(BlockTemplate::height);
        if (height.isPresent()) {
            json.writeNumberField("template_height", height.get());
        } else {
            json.writeNullField("template_height");
        }
    }

    static void write(PeerView peer, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("peer", peer.peer());
        json.writeStringField("address", peer.remote().toString());
        json.writeStringField("direction", peer.direction().name().toLowerCase(Locale.ROOT));
        json.writeStringField("connected_at", peer.connectedAt().toString());
        json.writeBooleanField("ready", peer.ready());
        json.writeStringField("user_agent", peer.userAgent());
        json.writeStringField("services", "%016x".formatted(peer.services()));
        json.writeNumberField("start_height", peer.startHeight());
        json.writeNumberField("best_height", peer.bestHeight());
        json.writeNumberField("blocks_in_flight", peer.blocksInFlight());
        Optional<Duration> ping = peer.ping();
        if (ping.isPresent()) {
            json.writeNumberField("ping_ms", ping.get().toNanos() / 1e6);
        } else {
            json.writeNullField("ping_ms");
        }
        write("bytes_received", peer.bytesReceived(), json);
        write("bytes_sent", peer.bytesSent(), json);
        json.writeEndObject();
    }

    private static void write(String name, Map<String, Long> bytes, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(name);
        for (var type : new TreeMap<>(bytes).entrySet())
            json.writeNumberField(type.getKey(), type.getValue());
        json.writeEndObject();
    }
}
