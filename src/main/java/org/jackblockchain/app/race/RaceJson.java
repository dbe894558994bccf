package org.jackblockchain.app.race;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

import org.jackblockchain.app.RunningNode;
import org.jackblockchain.net.LineState;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.peer.PeerView;

/**
 * A race as JSON:
 * <ul>
 * <li>{@code interval_seconds} that difficulty aims at; {@code goal}: the height that ends it, or null;
 * {@code lasted_seconds}; {@code hashes_per_block}: what the next block takes on average
 * <li>{@code stale_blocks}, {@code reorganizations}; {@code median_until_all_ms}, or null
 * <li>{@code streak}: the {@code tag} of the leading block's miner and how many blocks it won in a row, or null
 * <li>{@code events_from}: what {@code /race/events} wants as {@code last_event_id} to tell the latest part of the past
 * <li>{@code max_threads}, {@code max_latency_ms}, {@code max_nodes}: the limits of the controls
 * <li>{@code nodes}: {@code index}, {@code name}, {@code port}, {@code p2p_port}, {@code tag}, {@code colour} (the
 * index of one), {@code tip}, {@code height}, {@code chainwork}, {@code mining}, {@code threads},
 * {@code hashes_per_second}, {@code peers}, {@code syncing}, {@code wins}, {@code share}, {@code streak}
 * <li>{@code links}: the ports {@code a} and {@code b}, {@code cut}, {@code latency_ms} each way
 * <li>{@code latest}: the last blocks won, with the {@code spread}: how many milliseconds after the first node each
 * port had it
 * </ul>
 */
final class RaceJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private RaceJson() {}

    static String of(Board board, RaceControls controls, Grid grid, long eventsFrom) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            write(board, json);
            json.writeNumberField("events_from", eventsFrom);
            json.writeNumberField("max_threads", RaceControls.MAX_THREADS);
            json.writeNumberField("max_latency_ms", LineState.MAX_DELAY.toMillis());
            json.writeNumberField("max_nodes", RaceSettings.MAX_NODES);
            json.writeArrayFieldStart("nodes");
            for (Racer racer : controls.racers())
                write(racer, board, grid.nodes().get(racer.index()), json);
            json.writeEndArray();
            json.writeArrayFieldStart("links");
            for (Map.Entry<RaceControls.Link, LineState> link : controls.links().entrySet())
                write(link.getKey(), link.getValue(), controls, json);
            json.writeEndArray();
            json.writeArrayFieldStart("latest");
            for (Board.Spread spread : board.spreads())
                write(spread, json);
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.append('\n').toString();
    }

    private static void write(Board board, JsonGenerator json) throws IOException {
        Standings standings = board.standings();
        json.writeNumberField("interval_seconds", standings.interval().toMillis() / 1e3);
        OptionalInt goal = standings.goal();
        if (goal.isPresent()) {
            json.writeNumberField("goal", goal.getAsInt());
        } else {
            json.writeNullField("goal");
        }
        json.writeNumberField("lasted_seconds", standings.lasted().toMillis() / 1e3);
        json.writeNumberField("hashes_per_block", standings.hashesPerBlock());
        json.writeNumberField("stale_blocks", standings.staleBlocks());
        json.writeNumberField("reorganizations", standings.reorganizations());
        writeMillis("median_until_all_ms", standings.medianUntilAll(), json);
        Optional<RaceBook.Streak> streak = board.streak();
        if (streak.isPresent()) {
            json.writeObjectFieldStart("streak");
            json.writeStringField("tag", streak.get().tag());
            json.writeNumberField("blocks", streak.get().length());
            json.writeEndObject();
        } else {
            json.writeNullField("streak");
        }
    }

    private static void write(Racer racer, Board board, RunningNode node, JsonGenerator json) throws IOException {
        NodeView view = node.view();
        json.writeStartObject();
        json.writeNumberField("index", racer.index());
        json.writeStringField("name", racer.name());
        json.writeNumberField("port", racer.httpPort());
        json.writeNumberField("p2p_port", racer.p2pPort());
        json.writeStringField("tag", racer.tag());
        json.writeNumberField("colour", racer.index());
        json.writeStringField("tip", view.tip().hash().hex());
        json.writeNumberField("height", view.tip().height());
        json.writeStringField("chainwork", view.tip().chainWork().hex());
        json.writeBooleanField("mining", view.mining());
        json.writeNumberField("threads", node.miner().threads().size());
        json.writeNumberField("hashes_per_second", Math.round(view.hashesPerSecond()));
        json.writeNumberField("peers", view.peers().stream().filter(PeerView::ready).count());
        json.writeBooleanField("syncing", view.syncing());
        Optional<Standings.Row> row = board.standings().rows().stream()
                .filter(other -> other.racer() == racer.index()).findFirst();
        json.writeNumberField("wins", row.map(Standings.Row::wins).orElse(0));
        json.writeNumberField("share", row.map(Standings.Row::share).orElse(0.0));
        json.writeNumberField("streak", board.streak().filter(streak -> streak.tag().equals(racer.tag()))
                .map(RaceBook.Streak::length).orElse(0));
        json.writeEndObject();
    }

    private static void write(RaceControls.Link link, LineState state, RaceControls controls, JsonGenerator json)
            throws IOException {
        var racers = controls.racers();
        json.writeStartObject();
        json.writeNumberField("a", racers.get(link.first()).httpPort());
        json.writeNumberField("b", racers.get(link.second()).httpPort());
        json.writeBooleanField("cut", state.cut());
        json.writeNumberField("latency_ms", state.delay().toMillis());
        json.writeEndObject();
    }

    private static void write(Board.Spread spread, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("hash", spread.hash());
        json.writeNumberField("height", spread.height());
        json.writeBooleanField("stale", spread.stale());
        json.writeObjectFieldStart("spread");
        SequencedMap<Integer, Duration> after = spread.afterByPort();
        for (Map.Entry<Integer, Duration> one : after.entrySet())
            json.writeNumberField(one.getKey().toString(), one.getValue().toNanos() / 1e6);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeMillis(String name, Optional<Duration> time, JsonGenerator json) throws IOException {
        if (time.isPresent()) {
            json.writeNumberField(name, time.get().toNanos() / 1e6);
        } else {
            json.writeNullField(name);
        }
    }
}
