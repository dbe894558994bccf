package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UploadTargetTest {
    private static final Instant START = TestNet.START;
    /** What a day's new blocks need. */
    private static final int ASIDE = 144 * 4_000_000;

    @Test
    void without_a_target_nothing_is_too_much() {
        var upload = new UploadTarget(0);
        upload.sent(Integer.MAX_VALUE, START);

        assertThat(upload.isReached()).isFalse();
        assertThat(upload.isReachedForOldBlocks(START)).isFalse();
    }

    @Test
    void is_reached_with_the_last_byte_of_the_day() {
        var upload = new UploadTarget(1_000);
        upload.sent(999, START);
        assertThat(upload.isReached()).isFalse();
        upload.sent(1, START);

        assertThat(upload.isReached()).isTrue();
        assertThat(upload.view(START).bytesLeft()).isZero();
    }

    @Test
    void old_blocks_leave_room_for_the_new_ones_of_the_day() {
        assertThat(new UploadTarget(ASIDE).isReachedForOldBlocks(START)).isTrue();
        var upload = new UploadTarget(ASIDE + 100L);
        upload.sent(99, START);
        assertThat(upload.isReachedForOldBlocks(START)).isFalse();
        upload.sent(1, START);

        assertThat(upload.isReachedForOldBlocks(START)).isTrue();
        // ten minutes later there is one new block less to come
        assertThat(upload.isReachedForOldBlocks(START.plus(Duration.ofMinutes(9)))).isFalse();
    }

    @Test
    void a_day_later_it_is_counted_anew() {
        var upload = new UploadTarget(1_000);
        upload.sent(1_000, START);
        upload.sent(1, START.plus(UploadTarget.CYCLE));
        assertThat(upload.isReached()).isTrue();

        upload.sent(1, START.plus(UploadTarget.CYCLE).plusSeconds(1));

        assertThat(upload.isReached()).isFalse();
        assertThat(upload.view(START.plus(UploadTarget.CYCLE).plusSeconds(1)).timeLeft()).isEqualTo(UploadTarget.CYCLE);
    }
}
