package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final Slots slots = new Slots();

    @Test
    void as_many_as_there_is_room_for_may_enter() {
        fill();
    }

    private void fill() {
        for (int i = 0; i < Slots.MAX_WORKING; i++)
            assertThat(slots.enter()).isTrue();
        assertThat(slots.enter()).isFalse();
        slots.leave();
        assertThat(slots.enter()).isTrue();
    }

    @Test
    void those_who_wait_make_room_up_to_a_number_and_are_back_afterwards() throws InterruptedException {
        var end = new CountDownLatch(1);
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < Slots.MAX_WAITING; i++) {
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(slots::enter);
            waiting.add(Thread.startVirtualThread(() -> waitFor(end)));
        }
        await().until(() -> slots.waiting() == Slots.MAX_WAITING);

        assertThat(slots.enter()).isTrue();
        assertThatThrownBy(() -> slots.whileWaiting(() -> 1)).isInstanceOf(RpcError.class);
        slots.leave();
        end.countDown();
        for (Thread thread : waiting)
            thread.join();

        assertThat(slots.waiting()).isZero();
        fill();
    }

    private void waitFor(CountDownLatch end) {
        try {
            slots.whileWaiting(() -> {
                end.await();
                return true;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            slots.leave();
        }
    }
}
