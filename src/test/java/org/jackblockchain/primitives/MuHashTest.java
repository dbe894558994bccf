package org.jackblockchain.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MuHashTest {
    private static String hex(MuHash hash) {
        return Txid.fromWire(hash.digest(), 0).hex();
    }

    private static byte[] element(int number) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) number;
        return bytes;
    }

    @Test
    void the_empty_set_has_the_hash_that_core_gives_it() {
        assertThat(hex(new MuHash())).isEqualTo("dd5ad2a105c2d29495f577245c357409002329b9f4d6182c0af3dc2f462555c8");
    }

    @Test
    void what_is_taken_out_was_never_there() {
        var hash = new MuHash().add(element(1)).add(element(2)).remove(element(1)).add(element(3));

        assertThat(hex(hash)).isEqualTo(hex(new MuHash().add(element(2)).add(element(3))));
        assertThat(hex(new MuHash().remove(element(1)).add(element(1)))).isEqualTo(hex(new MuHash()));
    }

    @Test
    void goes_on_from_its_bytes() {
        byte[] bytes = new MuHash().add(element(1)).add(element(2)).remove(element(1)).toBytes();

        assertThat(bytes).hasSize(MuHash.BYTES);
        assertThat(hex(MuHash.of(bytes).add(element(3)))).isEqualTo(hex(new MuHash().add(element(2)).add(element(3))));
        assertThatIllegalArgumentException().isThrownBy(() -> MuHash.of(new byte[MuHash.BYTES - 1]));
    }

    @Test
    void the_order_of_elements_makes_no_difference_and_each_of_them_does() {
        var one = new MuHash().add(element(1)).add(element(2)).add(element(3));
        var other = new MuHash().add(element(3)).add(element(1)).add(element(2));

        assertThat(hex(one)).isEqualTo(hex(other));
        assertThat(hex(one)).isNotEqualTo(hex(new MuHash().add(element(1)).add(element(2))));
        assertThat(hex(one)).isNotEqualTo(hex(new MuHash().add(element(1)).add(element(2)).add(element(4))));
    }
}
