package org.jackblockchain.stratum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.primitives.Block;
import org.jspecify.annotations.Nullable;

/**
 * One connection's conversation: a line goes in, what follows from it comes out.
 *
 * <p>Opens no socket, reads no clock, starts no thread. Not thread-safe.
 */
final class Session {
    /** A machine that speaks for more has to connect more often. */
    static final int MAX_WORKERS = 16;
    /** Of a worker's name in its blocks. */
    static final int MAX_NAME_BYTES = Tag.MAX_BYTES / 2;
    /** Of a worker's name as it says it. */
    static final int MAX_USER_LENGTH = 256;

    /** "x,d=1024": the difficulty to begin with, as many pools have it. */
    private static final Pattern DIFFICULTY_IN_PASSWORD = Pattern.compile("(?:^|[,;])\\s*d=([0-9.]{1,20})");
    private static final int MIN_SUBMIT_PARAMS = 5;
    private static final int VERSION_BITS_PARAM = 5;

    /** What follows from a line, in this order. */
    sealed interface Effect {
        record Say(String line) implements Effect {}

        /** A share is a block. */
        record Won(Block block, String worker) implements Effect {}

        /**
         * Enough of this one.
         *
         * @param ban whether its address should stay out for a while
         */
        record Cut(String why, boolean ban) implements Effect {}
    }

    private final int extraNonce1;
    private final String tag;
    private final Duration drift;
    private final Supplier<Optional<Draft>> newest;
    private final Workers workers;
    private final Wins wins;
    private final Conduct conduct;
    private final VarDiff varDiff;
    private final JobBook jobs;
    /** What each worker calls itself, and its name as we write it. */
    private final Map<String, String> names = new HashMap<>();
    private final List<Effect> effects = new ArrayList<>();

    private boolean subscribed;
    /** Who speaks on this connection; the first that was authorized is in its blocks. */
    private @Nullable String worker;
    private double difficulty;

    /**
     * @param extraNonce1 that no other connection has
     * @param tag the node's words in its blocks
     * @param drift how far ahead of the clock a block may be dated
     * @param newest what to work on now; empty while there is nothing
     */
    Session(int extraNonce1, String tag, Duration drift, Supplier<Optional<Draft>> newest, Workers workers,
            Wins wins, StratumLimits limits, Instant now) {
        this.extraNonce1 = extraNonce1;
        this.tag = tag;
        this.drift = drift;
        this.newest = newest;
        this.workers = workers;
        this.wins = wins;
        this.conduct = new Conduct(limits, now);
        this.varDiff = new VarDiff(now);
        this.jobs = new JobBook(extraNonce1);
    }

    /** Whether a worker may mine here. */
    boolean isOpen() {
        return subscribed && worker != null;
    }

    /** Who mines here; empty before somebody does. */
    Optional<Workers.Live> live() {
        return Optional.ofNullable(worker).map(name -> new Workers.Live(name, difficulty));
    }

    /** The worker said something. */
    List<Effect> on(String text, Instant now) {
        if (conduct.floods(now)) {
            effects.add(new Effect.Cut("floods", true));
            return take();
        }
        Optional<Lines.Line> line = Lines.parse(text);
        if (line.isPresent()) {
            if (!line.get().isAnswer())
                answer(line.get(), now);
        } else {
            conduct.bad(Conduct.GARBAGE);
            say(Lines.refusal(Lines.object().nullNode(), Refusal.MALFORMED));
            if (!subscribed)
                effects.add(new Effect.Cut("speaks no Stratum", false));
        }
        if (conduct.isBeyondPatience())
            effects.add(new Effect.Cut("sends too much that is wrong", true));
        return take();
    }

    /** There may be something new to work on, and time passes. To be called at once, and every second or so. */
    List<Effect> update(Instant now) {
        refresh(now);
        return take();
    }

    private List<Effect> take() {
        List<Effect> all = List.copyOf(effects);
        effects.clear();
        return all;
    }

    private void say(String line) {
        effects.add(new Effect.Say(line));
    }

    private void yes(Lines.Line request) {
        say(Lines.result(request.id(), BooleanNode.TRUE));
    }

    private void refuse(Lines.Line request, Refusal why) {
        say(Lines.refusal(request.id(), why));
    }

    private void answer(Lines.Line request, Instant now) {
        switch (request.method()) {
            case "mining.subscribe" -> subscribe(request, now);
            case "mining.authorize" -> authorize(request, now);
            case "mining.submit" -> submit(request, now);
            case "mining.configure" -> configure(request, now);
            case "mining.extranonce.subscribe" -> yes(request);
            case "mining.suggest_difficulty" -> suggest(request, now);
            case "mining.get_transactions" -> say(Lines.result(request.id(), Lines.array()));
            case "mining.ping" -> say(Lines.result(request.id(), TextNode.valueOf("pong")));
            default -> {
                conduct.bad(Conduct.BAD_SHARE);
                refuse(request, Refusal.UNKNOWN_METHOD);
            }
        }
    }

    private void subscribe(Lines.Line request, Instant now) {
        String session = Hex32.of(extraNonce1);
        ArrayNode result = Lines.array();
        ArrayNode subscriptions = result.addArray();
        subscriptions.addArray().add("mining.set_difficulty").add(session);
        subscriptions.addArray().add("mining.notify").add(session);
        say(Lines.result(request.id(), result.add(session).add(ServedJob.EXTRA_NONCE_2_BYTES)));
        subscribed = true;
        refresh(now);
    }

    private void authorize(Lines.Line request, Instant now) {
        String user = request.params().path(0).asText("");
        String name = Tag.cleaned(user, MAX_NAME_BYTES);
        if (name.isEmpty() || user.length() > MAX_USER_LENGTH) {
            malformed(request, Refusal.NAME_NEEDED);
        } else if (!names.containsKey(user) && names.size() >= MAX_WORKERS) {
            malformed(request, Refusal.TOO_MANY_WORKERS);
        } else {
            names.put(user, name);
            workers.joined(name, now);
            if (worker == null)
                worker = name;
            Matcher wish = DIFFICULTY_IN_PASSWORD.matcher(request.params().path(1).asText(""));
            if (wish.find())
                number(wish.group(1)).ifPresent(wished -> varDiff.suggest(wished, now));
            yes(request);
            refresh(now);
        }
    }

    private void malformed(Lines.Line request, Refusal why) {
        conduct.bad(Conduct.BAD_REQUEST);
        refuse(request, why);
    }

    private void suggest(Lines.Line request, Instant now) {
        number(request.params().path(0).asText("")).ifPresentOrElse(wished -> {
            varDiff.suggest(wished, now);
            yes(request);
            refresh(now);
        }, () -> malformed(request, Refusal.MALFORMED));
    }

    /** Empty unless it is a positive number. */
    private static Optional<Double> number(String text) {
        try {
            double number = Double.parseDouble(text);
            return number > 0 && Double.isFinite(number) ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** BIP310. What we do not know is refused by name. */
    private void configure(Lines.Line request, Instant now) {
        ObjectNode result = Lines.object();
        JsonNode options = request.params().path(1);
        for (JsonNode extension : request.params().path(0)) {
            switch (extension.asText()) {
                case "version-rolling" -> {
                    int theirs = Hex32.parse(options.path("version-rolling.mask")).orElse(-1);
                    result.put("version-rolling", true);
                    result.put("version-rolling.mask", Hex32.of(ServedJob.VERSION_MASK & theirs));
                }
                case "minimum-difficulty" -> {
                    Optional<Double> least = number(options.path("minimum-difficulty.value").asText(""));
                    least.ifPresent(varDiff::atLeast);
                    result.put("minimum-difficulty", least.isPresent());
                }
                case "subscribe-extranonce" -> result.put("subscribe-extranonce", true);
                default -> result.put(extension.asText(), false);
            }
        }
        say(Lines.result(request.id(), result));
        refresh(now);
    }

    private void submit(Lines.Line request, Instant now) {
        if (!subscribed) {
            malformed(request, Refusal.NOT_SUBSCRIBED);
            return;
        }
        String name = names.get(request.params().path(0).asText(""));
        if (name == null) {
            malformed(request, Refusal.UNAUTHORIZED);
            return;
        }
        // What the node has just learnt counts, also before the worker was told.
        refresh(now);
        switch (jobs.find(request.params().path(1).asText(""))) {
            case JobBook.Found.Closed(Refusal why) -> reject(request, name, why, now);
            case JobBook.Found.Open(ServedJob job) -> share(request, job)
                    .ifPresentOrElse(share -> judge(request, name, job, share, now),
                            () -> reject(request, name, Refusal.MALFORMED, now));
        }
    }

    private static Optional<Share> share(Lines.Line request, ServedJob job) {
        JsonNode params = request.params();
        OptionalInt extraNonce2 = Hex32.parse(params.path(2));
        OptionalInt time = Hex32.parse(params.path(3));
        OptionalInt nonce = Hex32.parse(params.path(4));
        OptionalInt bits = params.size() > MIN_SUBMIT_PARAMS
                ? Hex32.parse(params.path(VERSION_BITS_PARAM))
                : OptionalInt.of(job.ownVersionBits());
        if (extraNonce2.isEmpty() || time.isEmpty() || nonce.isEmpty() || bits.isEmpty())
            return Optional.empty();
        return Optional.of(new Share(extraNonce2.getAsInt(), Integer.toUnsignedLong(time.getAsInt()), nonce.getAsInt(),
                bits.getAsInt()));
    }

    private void judge(Lines.Line request, String name, ServedJob job, Share share, Instant now) {
        // A worker may take up an easier difficulty before the job that comes with it.
        double required = Math.min(job.difficulty(), difficulty);
        switch (job.judge(share, required, drift, now)) {
            case ServedJob.Verdict.Good(double reached) -> accept(request, name, required, reached, false, now);
            case ServedJob.Verdict.Won(double reached, Block block) -> {
                boolean first = wins.isFirst(block.header().previous(), now);
                if (first)
                    effects.add(new Effect.Won(block, name));
                // On a network that is easier than our shares, a block may prove less work than one.
                accept(request, name, Math.min(required, reached), reached, first, now);
            }
            case ServedJob.Verdict.Bad(Refusal why) -> reject(request, name, why, now);
        }
    }

    private void accept(Lines.Line request, String name, double required, double reached, boolean block, Instant now) {
        conduct.good();
        workers.accepted(name, required, reached, block, now);
        yes(request);
        varDiff.share(required, now);
        refresh(now);
    }

    private void reject(Lines.Line request, String name, Refusal why, Instant now) {
        refuse(request, why);
        if (why == Refusal.STALE) {
            workers.stale(name, now);
            // It says as much about the worker's speed, and a worker that is too fast has many.
            varDiff.share(difficulty, now);
        } else {
            conduct.bad(why == Refusal.MALFORMED ? Conduct.BAD_REQUEST : Conduct.BAD_SHARE);
            workers.rejected(name, now);
        }
    }

    /** Gives the worker a job if it needs one, and the difficulty before it if that is another. */
    private void refresh(Instant now) {
        if (worker == null || !subscribed)
            return;
        Optional<Draft> base = newest.get();
        if (base.isEmpty()) {
            jobs.close();
            return;
        }
        varDiff.look(now);
        BlockTemplate template = base.get().template();
        double next = varDiff.at(template.target().difficulty());
        boolean changes = Double.compare(next, difficulty) != 0;
        if (!changes && !jobs.needs(base.get(), now))
            return;
        if (changes) {
            difficulty = next;
            say(Lines.notification("mining.set_difficulty", Lines.array().add(next)));
        }
        JobBook.Given given = jobs.give(base.get(), base.get().withTag(Tag.withWorker(tag, worker)), next, now);
        say(Lines.notification("mining.notify", given.job().params(given.clean())));
    }
}
