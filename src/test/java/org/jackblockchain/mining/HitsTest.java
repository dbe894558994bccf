package org.jackblockchain.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HitsTest {
    @Test
    void holds_any_number_of_nonces_in_their_order() {
        var hits = new Hits();
        IntStream.range(0, 1_000).forEach(hits::add);

        assertThat(hits.size()).isEqualTo(1_000);
        assertThat(hits.toArray()).isEqualTo(IntStream.range(0, 1_000).toArray());
        assertThat(hits.nonce(999)).isEqualTo(999);
    }

    @Test
    void is_empty_again_when_cleared() {
        var hits = new Hits();
        hits.add(1);
        hits.clear();

        assertThat(hits.isEmpty()).isTrue();
        assertThatThrownBy(() -> hits.nonce(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
