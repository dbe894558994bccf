package org.jackblockchain.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Transaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagTest {
    @ParameterizedTest
    @ValueSource(strings = {"Mined by node on port 5000", "Mined by alice", "", "a", "Zoë mines ⛏ 挖矿", "<b>&amp;</b>"})
    void a_mined_tag_reads_back(String tag) {
        Block block = Draft.of(TestChains.template(tag)).job(-1, TestChains.NOON.getEpochSecond()).solved(0);

        assertThat(Tag.of(block)).isEqualTo(tag);
    }

    @Test
    void accepts_a_tag_of_exactly_80_bytes() {
        assertThat(Tag.checked("x".repeat(80))).hasSize(80);
        assertThat(Tag.checked("ë".repeat(40))).hasSize(40);
    }

    @Test
    void refuses_a_tag_of_81_bytes_and_says_how_long_it_is() {
        assertThatThrownBy(() -> Tag.checked("ë".repeat(40) + "x")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("81 bytes").hasMessageContaining("80");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "bell\u0007", "\u001b[2J", "\u202eright to left", "\u0000", "a\ud800b",
            "zero\u200bwidth", "\u0085", "\u2028"})
    void refuses_characters_that_could_harm_a_terminal_and_does_not_repeat_them(String tag) {
        assertThatThrownBy(() -> Tag.checked(tag)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be printed").hasMessageNotContaining(tag);
    }

    @Test
    void a_template_with_a_bad_tag_is_not_made() {
        assertThatThrownBy(() -> TestChains.template("x".repeat(81))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void replaces_what_could_harm_a_terminal_in_a_stranger_s_tag() {
        assertThat(Tag.of(script("\u001b[31mEve\u202e\n"))).isEqualTo("\ufffd[31mEve\ufffd\ufffd");
    }

    @Test
    void Cores_coinbases_have_no_tag() {
        // Height and OP_0 up to 16, then the height alone with a push of an extra nonce
        assertThat(Tag.of(Bytes.ofHex("5100"))).isEmpty();
        assertThat(Tag.of(Bytes.ofHex("0111"))).isEmpty();
        assertThat(Tag.of(Bytes.ofHex("02c80000"))).isEmpty();
        assertThat(Tag.of(Bytes.ofHex("02c8000101"))).isEmpty();
    }

    @Test
    void words_that_a_miner_left_without_a_push_are_its_tag() {
        for (String words : List.of("cpuminer", "Quick rig", "/pool/", "LUKE", "~~~~")) {
            Bytes left = Bytes.of(words.getBytes(StandardCharsets.UTF_8));
            Bytes script = new ByteWriter().bytes(Scripts.pushNumber(840_000)).bytes(left).u8(0).u8(7).toBytes();
            assertThat(Tag.of(script)).isEqualTo(words);
        }
        assertThat(Tag.of(new ByteWriter().bytes(Scripts.pushNumber(9)).u8('a').u8('b').u8('c').toBytes())).isEmpty();
    }

    @Test
    void what_is_no_text_is_no_tag() {
        assertThat(Tag.of(Bytes.ofHex("5104ff00ff00"))).isEmpty();
        assertThat(Tag.of(Bytes.ofHex("510400010203"))).isEmpty();
        assertThat(Tag.of(script("x".repeat(81)))).isEmpty();
    }

    @Test
    void genesis_blocks_have_no_tag() {
        assertThat(Tag.of(Networks.REGTEST.genesis())).isEmpty();
        assertThat(Tag.of(Networks.JBC.genesis())).isEmpty();
    }

    @Test
    void a_block_without_a_coinbase_has_no_tag() {
        var header = Networks.REGTEST.genesis().header();

        assertThat(Tag.of(new Block(header, List.of()))).isEmpty();
        assertThat(Tag.of(new Block(header, List.of(new Transaction(1, List.of(), List.of(), 0))))).isEmpty();
    }

    @Test
    void any_bytes_give_a_harmless_tag() {
        var chance = new Random(20261122);
        int tags = 0;
        for (int i = 0; i < 20_000; i++) {
            Bytes script = i % 2 == 0 ? garbage(chance) : pushes(chance);

            String tag = Tag.of(script);

            assertThat(tag.chars().noneMatch(Character::isISOControl)).as(script.hex()).isTrue();
            assertThat(tag.codePointCount(0, tag.length())).isLessThanOrEqualTo(Tag.MAX_BYTES);
            tags += tag.isEmpty() ? 0 : 1;
        }
        assertThat(tags).isGreaterThan(1_000);
    }

    private static Bytes script(String tag) {
        Bytes words = Bytes.of(tag.getBytes(StandardCharsets.UTF_8));
        return new ByteWriter().bytes(Scripts.pushNumber(9)).bytes(Scripts.pushData(words)).toBytes();
    }

    private static Bytes garbage(Random chance) {
        byte[] bytes = new byte[chance.nextInt(101)];
        chance.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private static Bytes pushes(Random chance) {
        byte[] text = new byte[chance.nextInt(90)];
        int range = chance.nextBoolean() ? 128 : 256;
        for (int i = 0; i < text.length; i++)
            text[i] = (byte) chance.nextInt(range);
        return new ByteWriter().bytes(Scripts.pushNumber(chance.nextInt())).bytes(Scripts.pushData(Bytes.of(text)))
                .toBytes();
    }

    @Test
    void a_worker_stands_behind_the_tag() {
        assertThat(Tag.withWorker("Mined by alice", "rig1")).isEqualTo("Mined by alice / rig1");
    }

    @Test
    void a_long_tag_makes_room_for_the_worker() {
        String full = Tag.withWorker("x".repeat(80), "w".repeat(40));

        assertThat(full).isEqualTo("x".repeat(37) + " / " + "w".repeat(40));
        assertThat(Tag.checked(full)).isEqualTo(full);
        assertThat(Tag.withWorker("é".repeat(40), "w".repeat(40))).isEqualTo("é".repeat(18) + " / " + "w".repeat(40));
    }

    @Test
    void a_strangers_words_lose_what_cannot_be_printed_and_what_is_too_long() {
        assertThat(Tag.cleaned("  rig\u001b[31m\n1\u202e ", 40)).isEqualTo("rig[31m1");
        assertThat(Tag.cleaned("é".repeat(40), 41)).isEqualTo("é".repeat(20));
        assertThat(Tag.cleaned("\u0000\t", 40)).isEmpty();
        assertThat(Tag.checked(Tag.cleaned("\ud800a\ufdd0\ue000", 40))).isEqualTo("a");
    }
}
