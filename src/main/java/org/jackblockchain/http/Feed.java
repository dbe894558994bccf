package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What happens, told to any number of readers as server-sent events. Each event is made into bytes once; the readers
 * walk the same list of them, each at its own pace. Nobody waits for a reader: one that falls behind what is kept for
 * those who come back is hung up on.
 *
 * <p>Event numbers grow, also over a restart, so that a reader who was away can say what it saw last.
 */
public final class Feed implements AutoCloseable {
    /** At the same time; enough for a school, and each costs a connection and a parked virtual thread. */
    static final int MAX_READERS = 2_000;
    /** Kept for readers who are behind or come back: the newest events, by number… */
    static final int MAX_KEPT = 8_192;
    /** …and by size. */
    static final int MAX_KEPT_BYTES = 4 << 20;
    /** Of silence, after which a comment shows that the line is alive. Shorter than {@link HttpServer#IDLE_TIME}. */
    static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    /** What happens together, as a block and the tip that it makes, reaches a reader in one piece. */
    private static final Duration GATHERING = Duration.ofMillis(2);

    /** What a reader is written at a time, unless a single event is longer. */
    private static final int MAX_CHUNK = 64 << 10;
    /** Numbers of one run are below those of the next, as long as a run has fewer events than this a millisecond. */
    private static final long NUMBERS_PER_MILLI = 1_000;
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GREETING = "retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII);

    /** A link of the list. Those before {@link #oldest} are reachable only from readers that are too slow. */
    private static final class Link {
        final long number;
        final long place;
        final boolean passing;
        final byte[] bytes;
        volatile @Nullable Link next;

        Link(long number, long place, boolean passing, byte[] bytes) {
            this.number = number;
            this.place = place;
            this.passing = passing;
            this.bytes = bytes;
        }
    }

    private static final class Reader {
        final Thread thread = Thread.currentThread();
        final Runnable hangUp;
        /** The last link that it was given. */
        volatile Link at;

        Reader(Link at, Runnable hangUp) {
            this.at = at;
            this.hangUp = hangUp;
        }
    }

    /**
     * Another feed that is told everything, too.
     *
     * @param label stands before the fields of each object: a number of who tells
     */
    private record Forward(Feed target, String label) {}

    private final List<Forward> forwards = new CopyOnWriteArrayList<>();
    private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
    private final Thread waker;
    private final long firstNumber;
    /** The last link that is not kept any more; what follows it is. */
    private volatile Link oldest;
    private volatile Link newest;
    private volatile boolean closed;
    // guarded by this
    private long lastNumber;
    private int kept;
    private int keptBytes;
    private int seats;

    /** @param start of this run */
    public Feed(Instant start) {
        this(start, KEEP_ALIVE);
    }

    Feed(Instant start, Duration keepAlive) {
        firstNumber = start.toEpochMilli() * NUMBERS_PER_MILLI;
        lastNumber = firstNumber;
        oldest = new Link(firstNumber, 0, true, new byte[0]);
        newest = oldest;
        waker = Thread.ofVirtual().name("events").start(() -> wake(keepAlive));
    }

    /** How many read now; who makes events that only matter to those who watch may save the effort. */
    public int readers() {
        int others = 0;
        for (Forward forward : forwards)
            others += forward.target().readers();
        return readers.size() + others;
    }

    /**
     * From now on everything that is told here is told there as well, with one more field at the front. What is told
     * here has to be objects with a field at least.
     *
     * @param name of the field
     * @param value says who told
     */
    public void forwardTo(Feed target, String name, long value) {
        forwards.add(new Forward(target, "{\"" + name + "\":" + value + ","));
    }

    /**
     * Tells everybody, without waiting for anybody.
     *
     * @param type the event's name: letters
     * @param passing whether it means nothing to somebody who comes back later
     * @param data writes one value, on this thread
     */
    public void publish(String type, boolean passing, StatusPart.Writer data) {
        publish(type, passing, json(data));
    }

    private void publish(String type, boolean passing, byte[] json) {
        synchronized (this) {
            lastNumber++;
            append(new Link(lastNumber, newest.place + 1, passing, frame(lastNumber, type, json)));
        }
        LockSupport.unpark(waker);
        for (Forward forward : forwards)
            forward.target().publish(type, passing, labelled(forward.label(), json));
    }

    /** Something happened that nobody is told of, as nobody reads; who comes back is told that it missed something. */
    public void skip() {
        synchronized (this) {
            lastNumber++;
            var gap = new Link(lastNumber, newest.place + 1, true, new byte[0]);
            newest.next = gap;
            newest = gap;
            oldest = gap;
            kept = 0;
            keptBytes = 0;
        }
        for (Forward forward : forwards)
            forward.target().skip();
    }

    private static byte[] labelled(String label, byte[] json) {
        byte[] front = label.getBytes(StandardCharsets.UTF_8);
        var labelled = new byte[front.length + json.length - 1];
        System.arraycopy(front, 0, labelled, 0, front.length);
        System.arraycopy(json, 1, labelled, front.length, json.length - 1);
        return labelled;
    }

    private void append(Link link) {
        newest.next = link;
        newest = link;
        kept++;
        keptBytes += link.bytes.length;
        while (kept > MAX_KEPT || keptBytes > MAX_KEPT_BYTES) {
            Link next = oldest.next;
            if (next == null)
                throw new IllegalStateException("more is kept than there is");
            oldest = next;
            kept--;
            keptBytes -= next.bytes.length;
        }
    }

    private static byte[] json(StatusPart.Writer data) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            data.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] frame(long number, String type, byte[] json) {
        byte[] head = ("id: " + number + "\nevent: " + type + "\ndata: ").getBytes(StandardCharsets.UTF_8);
        var frame = new byte[head.length + json.length + 2];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(json, 0, frame, head.length, json.length);
        frame[frame.length - 2] = '\n';
        frame[frame.length - 1] = '\n';
        return frame;
    }

    /** What to say was seen last, to be told the newest events, so many at most. */
    public synchronized long since(int events) {
        return Math.max(oldest.number, lastNumber - events);
    }

    /** Takes a seat, if one is free; {@link #leave} gives it back. */
    synchronized boolean enter() {
        if (closed || seats == MAX_READERS)
            return false;
        seats++;
        return true;
    }

    synchronized void leave() {
        seats--;
    }

    /**
     * Writes what happens to {@code out} until it breaks or the feed is closed. What is too far back to be resumed is
     * said in an event {@code reset}.
     *
     * @param seen the number of the last event that the reader saw; below zero if it is new
     * @param hangUp makes a write under way fail, from another thread
     * @throws IOException if the reader is gone or was too slow
     */
    void read(long seen, OutputStream out, Runnable hangUp) throws IOException {
        Link end;
        Link from;
        synchronized (this) {
            end = newest;
            from = seen < 0 ? end : linkOf(seen);
        }
        var reader = new Reader(from == null ? end : from, hangUp);
        readers.add(reader);
        try {
            out.write(GREETING);
            if (from == null)
                out.write(frame(end.number, "reset", json(json -> reset(end.number, json))));
            replay(reader, end, out);
            out.flush();
            follow(reader, out);
        } finally {
            readers.remove(reader);
        }
    }

    private static void reset(long number, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("last_event_id", number);
        json.writeEndObject();
    }

    /** The last link that a reader saw; null if what came after it is not all kept, or it is of another run. */
    private @Nullable Link linkOf(long seen) {
        if (seen < oldest.number || seen > lastNumber)
            return null;
        Link at = oldest;
        for (Link next = at.next; next != null && next.number <= seen; next = next.next)
            at = next;
        return at;
    }

    private static void replay(Reader reader, Link end, OutputStream out) throws IOException {
        Link at = reader.at;
        while (at.place < end.place) {
            Link next = at.next;
            if (next == null)
                throw new IllegalStateException("the list ends before its end");
            if (!next.passing)
                out.write(next.bytes);
            at = next;
            reader.at = at;
        }
    }

    private void follow(Reader reader, OutputStream out) throws IOException {
        while (!closed && !Thread.currentThread().isInterrupted()) {
            if (reader.at.next == null) {
                LockSupport.park(this);
                continue;
            }
            if (reader.at.place < oldest.place)
                throw new IOException("too slow");
            writeNext(reader, out);
            out.flush();
        }
    }

    private static void writeNext(Reader reader, OutputStream out) throws IOException {
        int written = 0;
        for (Link next = reader.at.next; next != null && written < MAX_CHUNK; next = next.next) {
            out.write(next.bytes);
            written += next.bytes.length;
            reader.at = next;
        }
    }

    /** Of one thread, so that who publishes does not pay for the number of readers. */
    private void wake(Duration keepAlive) {
        long quietSince = System.nanoTime();
        Link seen = oldest;
        while (!closed) {
            long left = keepAlive.toNanos() - (System.nanoTime() - quietSince);
            if (left > 0 && newest == seen)
                LockSupport.parkNanos(this, left);
            if (newest == seen && keepAlive.toNanos() - (System.nanoTime() - quietSince) <= 0)
                comment();
            if (newest != seen) {
                gather();
                seen = newest;
                quietSince = System.nanoTime();
                readers.forEach(this::wake);
            }
        }
        readers.forEach(reader -> LockSupport.unpark(reader.thread));
    }

    private void gather() {
        long end = System.nanoTime() + GATHERING.toNanos();
        for (long left = GATHERING.toNanos(); left > 0 && !closed; left = end - System.nanoTime())
            LockSupport.parkNanos(this, left);
    }

    private void wake(Reader reader) {
        if (reader.at.place < oldest.place)
            reader.hangUp.run();
        LockSupport.unpark(reader.thread);
    }

    private synchronized void comment() {
        append(new Link(lastNumber, newest.place + 1, true, COMMENT));
    }

    /** Ends all reading. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(waker);
    }
}
