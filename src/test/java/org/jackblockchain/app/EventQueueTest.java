package org.jackblockchain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.node.Event;
import org.jackblockchain.peer.PeerEvent;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private static final Event SUBMITTED = new Event.Submitted(Networks.REGTEST.genesis(), "POST /mined");
    private static final Event MINED = new Event.Mined(Networks.REGTEST.genesis());
    private static final Event CLOSED = new Event.Network(new PeerEvent.Closed(1, ""));

    private final EventQueue queue = new EventQueue();

    @Test
    void nothing_comes_of_an_empty_queue() throws InterruptedException {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.take(Duration.ZERO)).isEmpty();
    }

    @Test
    void ours_first_then_theirs_in_order() throws InterruptedException {
        Event later = new Event.Network(new PeerEvent.Closed(2, ""));
        queue.put(CLOSED);
        queue.put(later);
        queue.put(MINED);

        assertThat(takeAll()).containsExactly(MINED, CLOSED, later);
    }

    @Test
    void whoever_hands_us_blocks_does_not_keep_the_peers_waiting() throws InterruptedException {
        queue.put(SUBMITTED);
        queue.put(SUBMITTED);
        queue.put(CLOSED);
        queue.put(CLOSED);

        assertThat(takeAll()).containsExactly(SUBMITTED, CLOSED, SUBMITTED, CLOSED);
    }

    @Test
    void the_last_block_that_there_is_room_for_is_taken_and_the_next_waits() throws InterruptedException {
        // Given room for no more
        for (int i = 0; i < EventQueue.MAX_SUBMITTED; i++)
            assertThat(queue.put(SUBMITTED)).isTrue();

        // When one more comes
        Thread another = Thread.ofVirtual().start(() -> queue.put(SUBMITTED));
        await().until(() -> another.getState() == Thread.State.WAITING);

        // Then what is not handed to us still comes in, and it has its turn when one is taken
        queue.put(MINED);
        assertThat(queue.take(Duration.ZERO)).contains(SUBMITTED);
        another.join();
        assertThat(takeAll()).hasSize(EventQueue.MAX_SUBMITTED + 1).contains(MINED);
    }

    @Test
    void a_closed_queue_takes_nothing_and_nobody_waits_for_it() throws InterruptedException {
        for (int i = 0; i < EventQueue.MAX_SUBMITTED; i++)
            queue.put(SUBMITTED);
        Thread another = Thread.ofVirtual().start(() -> queue.put(SUBMITTED));
        await().until(() -> another.getState() == Thread.State.WAITING);
        queue.put(CLOSED);

        queue.close(new Event.Stopping());
        queue.close(new Event.Stopping());

        another.join();
        assertThat(queue.put(MINED)).isFalse();
        assertThat(takeAll()).hasSize(EventQueue.MAX_SUBMITTED + 1).endsWith(new Event.Stopping())
                .doesNotContain(CLOSED);
    }

    private List<Event> takeAll() throws InterruptedException {
        var all = new ArrayList<Event>();
        while (!queue.isEmpty())
            all.add(queue.take(Duration.ZERO).orElseThrow());
        return all;
    }
}
