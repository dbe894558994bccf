package org.jackblockchain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.mempool.MempoolChange;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.node.Effect;
import org.jackblockchain.node.Event;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.StoredBlock;
import org.jackblockchain.node.TipChange;
import org.jackblockchain.peer.PeerEffect;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.primitives.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private static final Event RATE = new Event.HashRate(1, "portable");
    private static final Event CLOSED = new Event.Network(new PeerEvent.Closed(1, ""));

    private final EventQueue queue = new EventQueue();
    private final List<Event> seen = new CopyOnWriteArrayList<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private EventLoop loop = loop(_ -> List.of());

    @AfterEach
    void stop() {
        loop.close();
    }

    @Test
    void performs_effects_in_order_and_before_the_next_event() {
        // Given a node that wants something stored, sent and mined for each event
        loop = loop(event -> List.of(new Effect.Store(StoreBatch.EMPTY),
                new Effect.Network(new PeerEffect.Disconnect(7, "")), new Effect.Mine(Optional.empty()),
                new Effect.TipMoved(new TipChange(List.of(), List.of(), Instant.EPOCH)), note(event)));
        queue.put(RATE);
        queue.put(CLOSED);

        // When
        loop.start();
        await().until(() -> seen.size() == 2 && done.size() == 12);

        // Then
        var each = List.of("store", "network", "mine", "moved", "note", "processed");
        var both = new ArrayList<>(each);
        both.addAll(each);
        assertThat(done).isEqualTo(both);
    }

    @Test
    void what_is_ours_overtakes_what_strangers_sent() {
        queue.put(CLOSED);
        queue.put(CLOSED);
        queue.put(RATE);

        loop.start();

        await().until(() -> seen.size() == 3);
        assertThat(seen).containsExactly(RATE, CLOSED, CLOSED);
    }

    @Test
    void wakes_the_node_when_it_asked_for_it_even_if_events_never_cease() {
        // Given a node that asks at its first event to be woken at once, and a queue that is never empty
        var flood = new CountDownLatch(1);
        loop = loop(event -> {
            if (event instanceof Event.Woken)
                flood.countDown();
            if (flood.getCount() > 0)
                queue.put(CLOSED);
            return seen.size() == 1 ? List.of(new Effect.WakeAt(Instant.now().plusMillis(5))) : List.of();
        });
        queue.put(CLOSED);

        loop.start();

        await().until(() -> flood.getCount() == 0);
        assertThat(seen).contains(new Event.Woken());
    }

    @Test
    void a_later_wish_replaces_an_earlier_one() {
        loop = loop(event -> switch (event) {
            case Event.HashRate _ -> List.of(new Effect.WakeAt(Instant.now().plusMillis(20)),
                    new Effect.WakeAt(Instant.now().plus(Duration.ofDays(1))));
            default -> List.of(new Effect.WakeAt(Instant.now().plusMillis(1)));
        });
        queue.put(RATE);
        loop.start();
        await().until(() -> seen.size() == 1);

        // When another event brings the wish forward
        queue.put(CLOSED);

        await().until(() -> seen.size() >= 3);
        assertThat(seen).startsWith(RATE, CLOSED, new Event.Woken());
    }

    @Test
    void stopping_is_the_last_event_and_what_comes_after_is_told_so() {
        loop.start();
        assertThat(queue.put(RATE)).isTrue();

        loop.close();

        assertThat(seen).containsExactly(RATE, new Event.Stopping());
        assertThat(queue.put(RATE)).isFalse();
        assertThat(loop.ended()).isCompleted();
    }

    @Test
    void a_broken_disk_ends_the_node() {
        // Given
        loop = loop(event -> event.equals(RATE) ? List.of(new Effect.Store(StoreBatch.EMPTY), note(event)) : List.of(),
                new IllegalStateException("disk full"));
        loop.start();

        // When
        queue.put(RATE);

        // Then nothing after the failed effect is done, and whoever waits hears why
        await().until(() -> loop.ended().isDone());
        assertThat(loop.ended().exceptionNow()).hasMessage("disk full");
        assertThat(done).isEmpty();
        assertThat(queue.put(RATE)).isFalse();
    }

    @Test
    void a_node_that_was_never_started_can_be_closed() {
        loop.close();

        assertThat(seen).isEmpty();
    }

    private static Effect note(Event event) {
        return new Effect.Note(PeerEffect.Level.INFO, event.toString());
    }

    private EventLoop loop(Function<Event, List<Effect>> answers) {
        return loop(answers, null);
    }

    private EventLoop loop(Function<Event, List<Effect>> answers, @Nullable RuntimeException onStore) {
        var mind = new EventLoop.Mind() {
            @Override
            public List<Effect> on(Event event, Instant now) {
                seen.add(event);
                return answers.apply(event);
            }

            @Override
            public NodeView view(Instant now) {
                return Views.empty(now);
            }
        };
        return new EventLoop("node-test", queue, mind, new Recorder(onStore), new NodeClock());
    }

    /** Writes down what it is asked to do. */
    private final class Recorder implements EventLoop.Hands {
        private final @Nullable RuntimeException onStore;

        Recorder(@Nullable RuntimeException onStore) {
            this.onStore = onStore;
        }

        @Override
        public void store(StoreBatch batch) {
            if (onStore != null)
                throw onStore;
            done.add("store");
        }

        @Override
        public void network(PeerEffect effect) {
            done.add("network");
        }

        @Override
        public void mine(Optional<BlockTemplate> template) {
            done.add("mine");
        }

        @Override
        public void note(PeerEffect.Level level, String text) {
            done.add("note");
        }

        @Override
        public void stored(StoredBlock block) {
            done.add("stored");
        }

        @Override
        public void tipMoved(TipChange change) {
            done.add("moved");
        }

        @Override
        public void saveFees(Bytes memory) {
            done.add("fees");
        }

        @Override
        public void poolChanged(List<MempoolChange> changes) {
            // of no interest here
        }

        @Override
        public void answer(long ticket, Outcome outcome) {
            done.add("answer " + ticket);
        }

        @Override
        public void published(NodeView view) {
            // the tests ask the loop itself
        }

        @Override
        public void processed(Event event) {
            done.add("processed");
        }
    }
}
