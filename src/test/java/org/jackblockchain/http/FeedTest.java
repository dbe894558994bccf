package org.jackblockchain.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long NEW = -1;
    private static final Pattern ID = Pattern.compile("id: (\\d+)\nevent: (\\w+)\ndata: (.*)\n\n");

    private Feed feed = new Feed(START);

    private record Told(long id, String type, String data) {}

    /** Somebody who reads on a thread of its own. */
    private final class Listener extends OutputStream {
        private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
        final CountDownLatch hungUp = new CountDownLatch(1);
        final CompletableFuture<Void> ended;

        Listener(long last) {
            ended = CompletableFuture.runAsync(() -> {
                try {
                    feed.read(last, this, hungUp::countDown);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }, task -> Thread.ofVirtual().start(task));
        }

        @Override
        public synchronized void write(int b) {
            seen.write(b);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            seen.write(bytes, offset, length);
        }

        synchronized String text() {
            return seen.toString(StandardCharsets.UTF_8);
        }

        List<Told> events() {
            var events = new ArrayList<Told>();
            var found = ID.matcher(text());
            while (found.find())
                events.add(new Told(Long.parseLong(found.group(1)), found.group(2), found.group(3)));
            return events;
        }

        List<String> data() {
            return events().stream().map(Told::data).toList();
        }
    }

    @AfterEach
    void close() {
        feed.close();
    }

    @Test
    void who_comes_back_hears_that_something_was_told_to_nobody() {
        var first = new Listener(NEW);
        await().atMost(PATIENCE).until(() -> feed.readers() == 1);
        publish(1);
        await().atMost(PATIENCE).until(() -> first.events().size() == 1);
        long seen = first.events().getFirst().id();

        feed.skip();
        publish(2);

        var back = new Listener(seen);
        await().atMost(PATIENCE).until(() -> back.events().size() == 1);
        assertThat(back.events().getFirst().type()).isEqualTo("reset");
        var later = new Listener(seen + 1);
        await().atMost(PATIENCE).until(() -> later.data().equals(List.of("2")));
    }

    private void publish(int number) {
        feed.publish("tip", false, json -> json.writeNumber(number));
    }

    private Listener listening(long last) {
        int before = feed.readers();
        var listener = new Listener(last);
        await().atMost(PATIENCE).until(() -> feed.readers() > before);
        return listener;
    }

    @Test
    void everybody_is_told_in_order_with_numbers_that_grow() {
        var one = listening(NEW);
        var other = listening(NEW);

        for (int i = 0; i < 100; i++)
            publish(i);

        await().atMost(PATIENCE).until(() -> one.events().size() == 100 && other.events().size() == 100);
        assertThat(one.events()).isEqualTo(other.events());
        for (int i = 0; i < 100; i++)
            assertThat(one.events().get(i)).isEqualTo(new Told(START.toEpochMilli() * 1_000 + i + 1, "tip", "" + i));
    }

    @Test
    void who_comes_back_gets_what_it_missed_but_not_what_has_passed() {
        publish(1);
        publish(2);
        var first = listening(START.toEpochMilli() * 1_000);
        await().atMost(PATIENCE).until(() -> first.events().size() == 2);
        long last = first.events().getFirst().id();
        feed.publish("round", true, json -> json.writeNumber(3));
        publish(4);

        var again = listening(last);
        publish(5);

        await().atMost(PATIENCE).until(() -> again.data().contains("5"));
        assertThat(again.data()).containsExactly("2", "4", "5");
        assertThat(first.data()).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void who_was_away_too_long_begins_anew() {
        for (int i = 0; i <= Feed.MAX_KEPT; i++)
            publish(i);
        long first = START.toEpochMilli() * 1_000 + 1;

        // The last one that is not kept any more was the first: who saw it missed nothing
        var inTime = listening(first);
        var tooLate = listening(first - 1);

        await().atMost(PATIENCE).until(() -> inTime.events().size() == Feed.MAX_KEPT);
        await().atMost(PATIENCE).until(() -> tooLate.events().size() == 1);
        assertThat(tooLate.events().getFirst())
                .isEqualTo(new Told(first + Feed.MAX_KEPT, "reset",
                        "{\"last_event_id\":" + (first + Feed.MAX_KEPT) + "}"));
        publish(7);
        await().atMost(PATIENCE).until(() -> tooLate.events().size() == 2);
    }

    @Test
    void what_is_kept_is_bounded_in_bytes_too() {
        String long64k = "x".repeat(64 << 10);
        for (int i = 0; i < 2 * Feed.MAX_KEPT_BYTES / long64k.length(); i++)
            feed.publish("tip", false, json -> json.writeString(long64k));

        var late = listening(START.toEpochMilli() * 1_000 + 1);

        await().atMost(PATIENCE).until(() -> !late.events().isEmpty());
        assertThat(late.events().getFirst().type()).isEqualTo("reset");
    }

    @Test
    void numbers_of_another_run_are_not_ours() {
        publish(1);
        long ours = START.toEpochMilli() * 1_000 + 1;

        assertThat(firstOf(ours - 2)).isEqualTo("reset");
        assertThat(firstOf(ours + 1)).isEqualTo("reset");
        assertThat(firstOf(0)).isEqualTo("reset");
        assertThat(firstOf(ours - 1)).isEqualTo("tip");
        // and a later run's are above all of this one's
        try (var later = new Feed(START.plusSeconds(60))) {
            assertThat(START.plusSeconds(60).toEpochMilli() * 1_000).isGreaterThan(ours + 1_000_000);
            assertThat(later.readers()).isZero();
        }
    }

    private String firstOf(long last) {
        var listener = listening(last);
        await().atMost(PATIENCE).until(() -> !listener.events().isEmpty());
        return listener.events().getFirst().type();
    }

    @Test
    void silence_is_broken_by_a_comment() {
        feed.close();
        feed = new Feed(START, Duration.ofMillis(10));
        var listener = listening(NEW);

        await().atMost(PATIENCE).until(() -> listener.text().contains("\n\n:\n\n:\n\n"));
        assertThat(listener.events()).isEmpty();
        publish(1);
        await().atMost(PATIENCE).until(() -> listener.events().size() == 1);
        assertThat(listener.events().getFirst().id()).isEqualTo(START.toEpochMilli() * 1_000 + 1);
    }

    @Test
    void who_falls_behind_what_is_kept_is_hung_up_on_and_nobody_waits_for_it() throws Exception {
        // Given a reader that takes nothing until its line breaks, and one that reads
        var deaf = new DeafLine();
        var reading = listening(NEW);
        await().atMost(PATIENCE).until(() -> feed.readers() == 2);

        // When more happens than is kept
        for (int i = 0; i <= Feed.MAX_KEPT + 1; i++)
            publish(i);

        // Then the deaf one is gone, and the other has heard everything that it was not too slow for itself
        deaf.ended.get(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> feed.readers() <= 1);
        assertThat(deaf.hungUp.getCount()).isZero();
        if (reading.hungUp.getCount() == 1)
            await().atMost(PATIENCE).until(() -> reading.events().size() == Feed.MAX_KEPT + 2);
    }

    private final class DeafLine extends OutputStream {
        final CountDownLatch hungUp = new CountDownLatch(1);
        final CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> {
            try {
                feed.read(NEW, this, hungUp::countDown);
            } catch (IOException _) {
                // it is gone, as it should be
            }
        }, task -> Thread.ofVirtual().start(task));

        @Override
        public void write(int b) throws IOException {
            try {
                hungUp.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            throw new IOException("hung up");
        }
    }

    @Test
    void seats_are_bounded_and_given_back() {
        for (int i = 0; i < Feed.MAX_READERS; i++)
            assertThat(feed.enter()).isTrue();
        assertThat(feed.enter()).isFalse();

        feed.leave();

        assertThat(feed.enter()).isTrue();
        feed.close();
        feed.leave();
        assertThat(feed.enter()).isFalse();
    }

    @Test
    void closing_ends_all_reading() {
        var listener = listening(NEW);

        feed.close();

        await().atMost(PATIENCE).until(listener.ended::isDone);
        assertThat(feed.readers()).isZero();
    }
}
