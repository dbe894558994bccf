package org.jackblockchain.stratum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackblockchain.mining.Hit;
import org.jackblockchain.mining.ShareDifficulty;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.primitives.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Our side of one conversation with a pool: a line goes in, what follows from it comes out. Believes no pool: what
 * makes no sense is left aside, and a pool that goes on like that is left.
 *
 * <p>Opens no socket, reads no clock, starts no thread. Not thread-safe.
 */
final class PoolSession {
    /** Shares that wait for an answer; those beyond are not sent. */
    static final int MAX_PENDING = 256;
    /** Lines that make no sense. */
    static final int MAX_NONSENSE = 10;
    /** A pool that wants easier shares gets these: more would only be noise. */
    static final double EASIEST = VarDiff.EASIEST;
    /** How long a pool may ask us to stay away. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private static final int SUBSCRIBE = 1;
    private static final int AUTHORIZE = 2;
    private static final int EXTRA_NONCE = 3;
    private static final int FIRST_SHARE = 4;
    private static final int MAX_MESSAGE_BYTES = 200;
    private static final int MAX_EXTRA_NONCE_1_DIGITS = 64;
    private static final int MAX_PORT = 0xffff;

    /** What follows from a line. */
    sealed interface Effect {
        record Say(String line) implements Effect {}

        /** We may mine here. */
        record Opened() implements Effect {}

        record Mine(PoolWork work) implements Effect {}

        /** @param difficulty that it had to have */
        record Accepted(double difficulty) implements Effect {}

        record Rejected(String why) implements Effect {}

        /** For the operator to read. */
        record Note(String text) implements Effect {}

        /** The pool asks to be called again, on the same host. */
        record Move(int port, Duration pause) implements Effect {}

        /** Nothing good will come of this one. */
        record Leave(String why) implements Effect {}
    }

    private final PoolAddress address;
    private final PoolSettings settings;
    private final List<Effect> effects = new ArrayList<>();
    private final Map<Integer, Double> pending = new HashMap<>();
    private Bytes extraNonce1 = Bytes.EMPTY;
    private int extraNonce2Bytes;
    private double difficulty = 1;
    private boolean open;
    private Object epoch = new Object();
    private @Nullable PoolJob job;
    private int lastId = FIRST_SHARE - 1;
    private int nonsense;

    PoolSession(PoolAddress address, PoolSettings settings) {
        this.address = address;
        this.settings = settings;
    }

    /** Our first words. */
    List<Effect> start() {
        request(SUBSCRIBE, "mining.subscribe", Lines.array().add(settings.agent()));
        return take();
    }

    double difficulty() {
        return difficulty;
    }

    /** The pool said something. */
    List<Effect> on(String text, Instant now) {
        Optional<Lines.Line> line = Lines.parse(text);
        if (line.isEmpty()) {
            nonsense("a line that is no JSON object");
        } else if (line.get().isAnswer()) {
            answered(line.get(), now);
        } else {
            notified(line.get(), now);
        }
        if (nonsense > MAX_NONSENSE)
            effects.add(new Effect.Leave("makes no sense"));
        return take();
    }

    /** Our miner found something: hands it in, if it is for this pool and the pool keeps up. */
    List<Effect> found(Hit hit) {
        if (open && hit.job() instanceof PoolWork.Share share && share.work().epoch().equals(epoch)
                && pending.size() < MAX_PENDING) {
            lastId++;
            pending.put(lastId, share.work().difficulty());
            request(lastId, "mining.submit",
                    Lines.array().add(settings.user()).add(share.work().pool().id()).add(share.extraNonce2())
                            .add(Hex32.of((int) share.time())).add(Hex32.of(hit.nonce())));
        }
        return take();
    }

    private List<Effect> take() {
        List<Effect> all = List.copyOf(effects);
        effects.clear();
        return all;
    }

    private void request(int id, String method, ArrayNode params) {
        effects.add(new Effect.Say(Lines.request(IntNode.valueOf(id), method, params)));
    }

    private void nonsense(String what) {
        nonsense++;
        effects.add(new Effect.Note("the pool sent " + what));
    }

    private void answered(Lines.Line answer, Instant now) {
        int id = answer.id().isIntegralNumber() ? answer.id().asInt() : 0;
        switch (id) {
            case SUBSCRIBE -> subscribed(answer);
            case AUTHORIZE -> authorized(answer, now);
            case EXTRA_NONCE -> {
                // Not every pool knows that request, and it does not matter.
            }
            default -> judged(Optional.ofNullable(pending.remove(id)), answer);
        }
    }

    private void subscribed(Lines.Line answer) {
        JsonNode result = answer.result();
        if (!takeExtraNonce(result.path(1), result.path(2))) {
            effects.add(new Effect.Leave("did not let us subscribe: " + why(answer)));
            return;
        }
        request(EXTRA_NONCE, "mining.extranonce.subscribe", Lines.array());
        request(AUTHORIZE, "mining.authorize", Lines.array().add(settings.user()).add(settings.password()));
    }

    /** Counts from the next job on. */
    private boolean takeExtraNonce(JsonNode first, JsonNode size) {
        String hex = first.asText("");
        int bytes = size.asInt(0);
        boolean isHex = hex.length() % 2 == 0 && hex.length() <= MAX_EXTRA_NONCE_1_DIGITS
                && hex.chars().allMatch(HexFormat::isHexDigit);
        if (!first.isTextual() || !isHex || bytes < 1 || bytes > PoolWork.MAX_EXTRA_NONCE_2_BYTES)
            return false;
        extraNonce1 = Bytes.ofHex(hex);
        extraNonce2Bytes = bytes;
        return true;
    }

    private void authorized(Lines.Line answer, Instant now) {
        if (!answer.result().asBoolean(false)) {
            effects.add(new Effect.Leave("does not know worker \"" + settings.user() + "\": " + why(answer)));
            return;
        }
        if (!open)
            effects.add(new Effect.Opened());
        open = true;
        mine(now);
    }

    private void judged(Optional<Double> share, Lines.Line answer) {
        if (share.isEmpty())
            return;
        boolean accepted = answer.result().asBoolean(false) && answer.error().isNull();
        effects.add(accepted ? new Effect.Accepted(share.get()) : new Effect.Rejected(why(answer)));
    }

    private static String why(Lines.Line answer) {
        JsonNode error = answer.error();
        String text = error.isArray() ? error.path(1).asText("") : error.path("message").asText(error.asText(""));
        String cleaned = Tag.cleaned(text, MAX_MESSAGE_BYTES);
        return cleaned.isEmpty() ? "no reason given" : cleaned;
    }

    private void notified(Lines.Line line, Instant now) {
        JsonNode params = line.params();
        switch (line.method()) {
            case "mining.notify" -> PoolJob.parse(params).ifPresentOrElse(next -> begin(next, now),
                    () -> nonsense("a job that is none"));
            case "mining.set_difficulty" -> setDifficulty(params.path(0).asDouble(0));
            case "mining.set_extranonce" -> {
                if (!takeExtraNonce(params.path(0), params.path(1)))
                    nonsense("an extra nonce that is none");
            }
            case "client.reconnect" -> reconnect(params);
            case "client.show_message" -> effects.add(new Effect.Note("the pool says: "
                    + Tag.cleaned(params.path(0).asText(""), MAX_MESSAGE_BYTES)));
            case "client.get_version" -> effects.add(new Effect.Say(Lines.result(line.id(),
                    TextNode.valueOf(settings.agent()))));
            case "mining.ping" -> effects.add(new Effect.Say(Lines.result(line.id(), TextNode.valueOf("pong"))));
            default -> nonsense("a method that we do not know");
        }
    }

    /** Counts from the next job on. */
    private void setDifficulty(double wanted) {
        if (wanted > 0 && Double.isFinite(wanted))
            difficulty = Math.max(wanted, EASIEST);
        else
            nonsense("a difficulty that is none");
    }

    private void begin(PoolJob next, Instant now) {
        boolean otherParent = job != null && !job.previous().equals(next.previous());
        if (next.clean() || otherParent)
            epoch = new Object();
        job = next;
        mine(now);
    }

    private void mine(Instant now) {
        if (open && job != null) {
            effects.add(new Effect.Mine(new PoolWork(job, extraNonce1, extraNonce2Bytes, difficulty,
                    ShareDifficulty.target(difficulty), now.getEpochSecond(), epoch)));
        }
    }

    /** Pools have been used to send miners to thieves, so another host is not believed. */
    private void reconnect(JsonNode params) {
        String host = params.path(0).asText("");
        int port = params.path(1).asInt(0);
        long wait = Math.clamp(params.path(2).asLong(0), 0, LONGEST_WAIT.toSeconds());
        if (!host.isEmpty() && !host.equalsIgnoreCase(address.host())) {
            effects.add(new Effect.Note("the pool wants us to go to another host, which we do not: "
                    + Tag.cleaned(host, MAX_MESSAGE_BYTES)));
            return;
        }
        boolean named = port >= 1 && port <= MAX_PORT;
        effects.add(new Effect.Move(named ? port : address.port(), Duration.ofSeconds(wait)));
    }
}
