package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.wire.Message;
import org.junit.jupiter.api.Test;

class BloomFilterTest {
    private static final Bytes KEY = Bytes.ofHex("02" + "11".repeat(32));
    private static final Bytes HASH = Bytes.ofHex("22".repeat(20));
    private static final Bytes PAY_TO_KEY = Bytes.ofHex("21" + KEY.hex() + "ac");
    private static final Bytes PAY_TO_HASH = Bytes.ofHex("76a914" + HASH.hex() + "88ac");

    private static BloomFilter filter(int flags) {
        return new BloomFilter(new Message.FilterLoad(Bytes.of(new byte[300]), 8, 99, flags));
    }

    private static Transaction paying(Bytes... scripts) {
        return new Transaction(1, List.of(new TxIn(new OutPoint(Txid.of("33".repeat(32)), 4), Bytes.EMPTY, -1,
                List.of())), java.util.Arrays.stream(scripts).map(script -> new TxOut(1, script)).toList(), 0);
    }

    private static Transaction spending(Transaction from, int output) {
        return new Transaction(1, List.of(new TxIn(new OutPoint(from.txid(), output), Bytes.EMPTY, -1, List.of())),
                List.of(new TxOut(1, Bytes.EMPTY)), 0);
    }

    @Test
    void murmur3_gives_the_known_numbers() {
        assertThat(BloomFilter.murmur3(0, new byte[0])).isZero();
        assertThat(BloomFilter.murmur3(1, new byte[0])).isEqualTo(0x514e28b7);
        assertThat(BloomFilter.murmur3(0xffffffff, new byte[0])).isEqualTo(0x81f16f39);
        assertThat(BloomFilter.murmur3(0, "abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xb3dd93fa);
        assertThat(BloomFilter.murmur3(0x9747b28c, "Hello, world!".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(0x24884cba);
    }

    @Test
    void bip37s_filter_of_three_items_has_the_known_bytes() {
        var filter = new BloomFilter(new Message.FilterLoad(Bytes.of(new byte[3]), 5, 0, 1));
        filter.add(Bytes.ofHex("99108ad8ed9bb6274d3980bab5a85c048f0950c8").toArray());
        filter.add(Bytes.ofHex("b5a2c786d9ef4658287ced5914b37a1b4aa32eee").toArray());
        filter.add(Bytes.ofHex("b9300670b4c5366e95b2699e8b18bc75e5f729c5").toArray());
        var known = new BloomFilter(new Message.FilterLoad(Bytes.ofHex("614e9b"), 5, 0, 1));

        for (int i = 0; i < 2_000; i++) {
            byte[] item = {(byte) i, (byte) (i >> 8)};
            assertThat(filter.holds(item)).isEqualTo(known.holds(item));
        }
        assertThat(filter.holds(Bytes.ofHex("99108ad8ed9bb6274d3980bab5a85c048f0950c8").toArray())).isTrue();
    }

    @Test
    void takes_what_pays_a_pushed_item_and_what_spends_it_as_the_flags_say() {
        for (int flags = 0; flags <= 2; flags++) {
            var filter = filter(flags);
            filter.add(KEY.toArray());
            filter.add(HASH.toArray());
            Transaction payment = paying(Bytes.EMPTY, PAY_TO_KEY, PAY_TO_HASH);

            assertThat(filter.takes(payment)).isTrue();
            assertThat(filter.takes(spending(payment, 0))).isFalse();
            assertThat(filter.takes(spending(payment, 1))).as("a key, flags " + flags).isEqualTo(flags != 0);
            assertThat(filter.takes(spending(payment, 2))).as("a hash, flags " + flags).isEqualTo(flags == 1);
        }
    }

    @Test
    void takes_by_txid_by_outpoint_and_by_what_unlocks() {
        Transaction payment = paying(PAY_TO_KEY);
        assertThat(filter(0).takes(payment)).isFalse();

        var byTxid = filter(0);
        byTxid.add(new org.jackblockchain.primitives.ByteWriter().hash(payment.txid()).toArray());
        assertThat(byTxid.takes(payment)).isTrue();

        var byUnlocking = filter(0);
        byUnlocking.add(KEY.toArray());
        var unlocked = new Transaction(1, List.of(new TxIn(new OutPoint(payment.txid(), 0),
                Bytes.ofHex("21" + KEY.hex()), -1, List.of())), List.of(new TxOut(1, Bytes.EMPTY)), 0);
        assertThat(byUnlocking.takes(unlocked)).isTrue();
    }

    @Test
    void a_filter_of_no_bytes_takes_everything() {
        var filter = new BloomFilter(new Message.FilterLoad(Bytes.EMPTY, 5, 0, 0));

        assertThat(filter.takes(paying(PAY_TO_KEY))).isTrue();
    }
}
