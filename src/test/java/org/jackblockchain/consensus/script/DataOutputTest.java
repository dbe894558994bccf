package org.jackblockchain.consensus.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jackblockchain.primitives.Bytes;
import org.junit.jupiter.api.Test;

class DataOutputTest {
    @Test
    void carries_one_byte_to_eighty_and_no_more() {
        for (int length : new int[]{1, 75, 76, 80}) {
            Bytes data = Bytes.of(new byte[length]);
            Bytes script = DataOutput.script(data);

            assertThat(DataOutput.data(script)).contains(data);
            assertThat(script.length()).isLessThanOrEqualTo(83);
        }
        assertThatThrownBy(() -> DataOutput.script(Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DataOutput.script(Bytes.of(new byte[81])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anything_but_one_push_is_no_data() {
        assertThat(DataOutput.data(Bytes.ofHex("6a026869"))).isEqualTo(Optional.of(Bytes.ofHex("6869")));
        for (String other : new String[]{"", "6a", "6a0168016a", "6a026861ac", "6a0568", "51026869", "026869"})
            assertThat(DataOutput.data(Bytes.ofHex(other))).as(other).isEmpty();
    }

    @Test
    void text_is_what_can_be_shown_safely() {
        for (String good : new String[]{"hello", "Grüße\n\t世界", "🏁"})
            assertThat(DataOutput.text(utf8(good))).contains(good);
        for (String bad : new String[]{"", "\u001b[2J", "\u202eevil", "\u0007", "\u0085"})
            assertThat(DataOutput.text(utf8(bad))).isEmpty();
        assertThat(DataOutput.text(Bytes.ofHex("ff41"))).isEmpty();
    }

    private static Bytes utf8(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
