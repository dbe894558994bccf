package org.jackblockchain.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.wire.Codec.Decoded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
    private static final Codec CODEC = new Codec(Frames.MAGIC);
    private static final BlockHash HASH = BlockHash
            .of("00000000000000000000000000000000000000000000000000000000000000ab");
    private static final String HASH_HEX = "ab" + "00".repeat(31);
    private static final String NO_HASH = "00".repeat(32);
    private static final String LOCALHOST = "00000000000000000000ffff7f000001";
    private static final String SHORT_VERSION = "7f110100 0900000000000000 1111111100000000 0000000000000000"
            + LOCALHOST + "13ec";

    private static Decoded decode(byte[] frame) {
        return CODEC.decode(frame, 0, frame.length);
    }

    private static Message message(byte[] frame) {
        return ((Decoded.Complete) decode(frame)).message();
    }

    static Stream<Arguments> known() {
        var localhost = NetAddress.parse("127.0.0.1:5100").orElseThrow();
        var onion = new NetAddress(4, Bytes.of(new byte[32]), 8333, 9, 0x5a05);
        return Stream.of(Arguments.of(new Message.Ping(0x0102_0304_0506_0708L), "ping", "0807060504030201"),
                Arguments.of(new Message.Pong(-1), "pong", "ffffffffffffffff"),
                Arguments.of(new Message.Pong(OptionalLong.empty()), "pong", ""),
                Arguments.of(new Message.Verack(), "verack", ""),
                Arguments.of(new Message.WtxidRelay(), "wtxidrelay", ""),
                Arguments.of(new Message.SendAddrV2(), "sendaddrv2", ""),
                Arguments.of(new Message.SendHeaders(), "sendheaders", ""),
                Arguments.of(new Message.GetAddr(), "getaddr", ""),
                Arguments.of(new Message.Mempool(), "mempool", ""),
                Arguments.of(new Message.FeeFilter(1_000), "feefilter", "e803000000000000"),
                Arguments.of(new Message.SendCmpct(true, 2), "sendcmpct", "01 0200000000000000"),
                Arguments.of(new Message.Inv(List.of(InvItem.block(HASH))), "inv", "01 02000000" + HASH_HEX),
                Arguments.of(new Message.GetData(List.of(InvItem.witnessBlock(HASH))), "getdata",
                        "01 02000040" + HASH_HEX),
                Arguments.of(new Message.NotFound(List.of(InvItem.of(-1, HASH))), "notfound", "01 ffffffff" + HASH_HEX),
                Arguments.of(new Message.GetHeaders(70_016, List.of(HASH), BlockHash.ZERO), "getheaders",
                        "80110100 01" + HASH_HEX + NO_HASH),
                Arguments.of(new Message.GetBlocks(70_016, List.of(), HASH), "getblocks", "80110100 00" + HASH_HEX),
                Arguments.of(new Message.Headers(List.of()), "headers", "00"),
                Arguments.of(new Message.GetBlockTxn(HASH, List.of(0, 1, 5, 259)), "getblocktxn",
                        HASH_HEX + "04 00 00 03 fdfd00"),
                Arguments.of(new Message.BlockTxn(HASH, List.of()), "blocktxn", HASH_HEX + "00"),
                Arguments.of(new Message.Addr(List.of(localhost.withServices(9).withTime(1))), "addr",
                        "01 01000000 0900000000000000" + LOCALHOST + "13ec"),
                Arguments.of(new Message.AddrV2(List.of(localhost.withServices(0x409), onion)), "addrv2",
                        "02 00000000 fd0904 01 04 7f000001 13ec" + "055a0000 09 04 20" + "00".repeat(32) + "208d"),
                Arguments.of(
                        new Message.Version(70_015, 9, 0x1111_1111, localhost, NetAddress.NONE, 2, "/a:1/", 3, false),
                        "version", SHORT_VERSION + "0000000000000000" + "00".repeat(18)
                                + "0200000000000000 05 2f613a312f 03000000 00"));
    }

    @ParameterizedTest
    @MethodSource("known")
    void known_messages_have_known_bytes(Message message, String command, String payload) {
        byte[] frame = Frames.of(command, payload);
        assertThat(Hex.of(CODEC.encode(message))).isEqualTo(Hex.of(frame));
        assertThat(decode(frame)).isEqualTo(new Decoded.Complete(message, frame.length));
        assertThat(Codec.commandOf(message)).isEqualTo(command);
    }

    @Test
    void the_frames_of_the_protocol_documentation_are_read() {
        var main = new Codec(0xf9be_b4d9);
        assertThat(Hex.of(main.encode(new Message.Verack())))
                .isEqualTo("f9beb4d976657261636b000000000000000000005df6e0e2");
        byte[] version = Hex.parse("f9beb4d976657273696f6e000000000064000000358d493262ea0000010000000000000011b2d050"
                + "00000000010000000000000000000000000000000000ffff000000000000000000000000000000000000000000000000ffff"
                + "0000000000003b2eb35d8ce617650f2f5361746f7368693a302e372e322fc03e0300");
        var read = (Message.Version) ((Decoded.Complete) main.decode(ByteBuffer.wrap(version))).message();
        assertThat(read.protocolVersion()).isEqualTo(60_002);
        assertThat(read.userAgent()).isEqualTo("/Satoshi:0.7.2/");
        assertThat(read.startHeight()).isEqualTo(212_672);
        assertThat(read.relay()).isTrue();
    }

    @Test
    void every_message_survives_the_wire() {
        for (long seed = 0; seed < 200; seed++) {
            for (Message message : new RandomMessages(new Random(seed)).oneOfEach()) {
                byte[] frame = CODEC.encode(message);
                assertThat(decode(frame)).as("seed %d", seed).isEqualTo(new Decoded.Complete(message, frame.length));
            }
        }
    }

    @Test
    void the_two_steps_say_what_one_step_says() {
        for (Message message : new RandomMessages(new Random(7)).oneOfEach()) {
            byte[] frame = CODEC.encode(message);
            var header = (Codec.Frame) CODEC.header(java.util.Arrays.copyOf(frame, Codec.HEADER_BYTES));
            byte[] payload = java.util.Arrays.copyOfRange(frame, Codec.HEADER_BYTES, frame.length);
            assertThat(header.command()).isEqualTo(Codec.commandOf(message));
            assertThat(header.size()).isEqualTo(frame.length);
            assertThat(CODEC.body(header, payload)).isEqualTo(new Decoded.Complete(message, frame.length));
        }
    }

    @Test
    void a_payload_of_another_length_than_announced_is_the_callers_mistake() {
        var header = (Codec.Frame) CODEC.header(CODEC.encode(new Message.Ping(1)));
        assertThatThrownBy(() -> CODEC.body(header, new byte[7])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_part_of_a_frame_says_how_much_is_missing() {
        byte[] frame = CODEC.encode(new Message.Ping(1));
        for (int length = 0; length < frame.length; length++) {
            int missing = (length < Codec.HEADER_BYTES ? Codec.HEADER_BYTES : frame.length) - length;
            assertThat(CODEC.decode(frame, 0, length)).isEqualTo(new Decoded.NeedMore(missing));
        }
    }

    @Test
    void what_follows_a_frame_is_left_alone() {
        byte[] ping = CODEC.encode(new Message.Ping(1));
        byte[] pong = CODEC.encode(new Message.Pong(2));
        var both = ByteBuffer.allocateDirect(3 + ping.length + pong.length).position(3).put(ping).put(pong).position(3);
        assertThat(CODEC.decode(both)).isEqualTo(new Decoded.Complete(new Message.Ping(1), ping.length));
        assertThat(both.position()).isEqualTo(3);
        both.position(3 + ping.length);
        assertThat(CODEC.decode(both)).isEqualTo(new Decoded.Complete(new Message.Pong(2), pong.length));
        var slice = ByteBuffer.wrap(CODEC.encode(new Message.Ping(1))).slice();
        assertThat(CODEC.decode(slice)).isEqualTo(new Decoded.Complete(new Message.Ping(1), ping.length));
    }

    @Test
    void another_networks_magic_ends_the_line() {
        byte[] frame = new Codec(0xf9be_b4d9).encode(new Message.Verack());
        assertThat(decode(frame))
                .isEqualTo(new Decoded.Malformed("Header error: Wrong MessageStart f9beb4d9 received"));
    }

    @Test
    void an_announcement_of_4_gb_ends_the_line_before_any_payload() {
        byte[] header = Hex.parse("fabfb5da" + "626c6f636b" + "00".repeat(7) + "ffffffff" + "00000000");
        assertThat(decode(header))
                .isEqualTo(new Decoded.Malformed("Header error: Size too large (block, 4294967295 bytes)"));
        assertThat(CODEC.header(header)).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void a_payload_of_exactly_the_limit_may_come() {
        byte[] header = Hex.parse("fabfb5da" + "626c6f636b" + "00".repeat(7) + "00093d00" + "00000000");
        assertThat(decode(header)).isEqualTo(new Decoded.NeedMore(Codec.MAX_MESSAGE_BYTES));
    }

    @Test
    void one_byte_more_than_the_limit_ends_the_line() {
        byte[] header = Hex.parse("fabfb5da" + "626c6f636b" + "00".repeat(7) + "01093d00" + "00000000");
        assertThat(decode(header)).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void a_wrong_checksum_costs_the_message_only() {
        byte[] frame = CODEC.encode(new Message.Ping(1));
        frame[frame.length - 1] ^= 1;
        assertThat(decode(frame)).isInstanceOfSatisfying(Decoded.Ignored.class, ignored -> {
            assertThat(ignored.command()).isEqualTo("ping");
            assertThat(ignored.why()).startsWith("Header error: Wrong checksum");
            assertThat(ignored.bytesUsed()).isEqualTo(frame.length);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping\u0000x", "\u0001ping", "ping\u007f", "p\u00efng", "\u0000ping"})
    void a_name_that_is_not_printable_costs_the_message_only(String command) {
        assertThat(decode(Frames.of(command, "0000000000000000")))
                .isInstanceOfSatisfying(Decoded.Ignored.class, ignored -> {
                    assertThat(ignored.why()).startsWith("Header error: Invalid message type");
                    assertThat(ignored.command()).matches("[ -~]*");
                });
    }

    @Test
    void an_unknown_name_is_a_message_that_nobody_sends() {
        var unknown = new Message.Unknown("twelve chars");
        assertThat(message(Frames.of("twelve chars", "0102"))).isEqualTo(unknown);
        assertThatThrownBy(() -> CODEC.encode(unknown)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Codec.commandOf(unknown)).isEqualTo("twelve chars");
    }

    @ParameterizedTest
    @CsvSource({"ping, 00000000000000", "block, 00", "tx, 0000000000", "inv, 01", "inv, fdfc00", "headers, 01",
            "addr, 01", "version, 00", "getheaders, 00000000feffffff7f", "sendcmpct, 00", "feefilter, ''",
            "addrv2, 01 00000000 00 01 05 7f00000100 13ec", "addrv2, 01 00000000 00 63 fd0102", "addr, ''",
            "headers, fe01000002"})
    void a_payload_that_is_no_such_message_costs_the_message_only(String command, String payload) {
        byte[] frame = Frames.of(command, payload);
        assertThat(decode(frame)).isInstanceOfSatisfying(Decoded.Ignored.class, ignored -> {
            assertThat(ignored.command()).isEqualTo(command);
            assertThat(ignored.bytesUsed()).isEqualTo(frame.length);
        });
    }

    @Test
    void bytes_after_a_message_are_let_pass() {
        assertThat(message(Frames.of("ping", "0100000000000000 ffff"))).isEqualTo(new Message.Ping(1));
        assertThat(message(Frames.of("verack", "ff"))).isEqualTo(new Message.Verack());
        assertThat(message(Frames.of("headers", "00 00"))).isEqualTo(new Message.Headers(List.of()));
    }

    @Test
    void a_short_pong_is_still_a_pong() {
        assertThat(message(Frames.of("pong", "01020304050607"))).isEqualTo(new Message.Pong(OptionalLong.empty()));
    }

    @Test
    void an_old_version_may_end_early() {
        var whole = (Message.Version) message(Frames.of("version", SHORT_VERSION));
        assertThat(whole.receiver()).hasToString("127.0.0.1:5100");
        assertThat(whole.nonce()).isEqualTo(1);
        assertThat(whole.userAgent()).isEmpty();
        assertThat(whole.startHeight()).isEqualTo(-1);
        assertThat(whole.relay()).isTrue();
    }

    @Test
    void a_version_that_does_not_speak_of_relay_wants_it() {
        String start = SHORT_VERSION + "00".repeat(26) + "0000000000000000 00 05000000";
        assertThat(((Message.Version) message(Frames.of("version", start))).relay()).isTrue();
        assertThat(((Message.Version) message(Frames.of("version", start + "00"))).relay()).isFalse();
        assertThat(((Message.Version) message(Frames.of("version", start + "02"))).relay()).isTrue();
    }

    @Test
    void a_clock_before_1970_counts_as_1970() {
        String payload = SHORT_VERSION.replace("1111111100000000", "ffffffffffffffff");
        assertThat(((Message.Version) message(Frames.of("version", payload))).time()).isZero();
    }

    @Test
    void a_user_agent_of_256_bytes_is_read_and_of_257_is_not() {
        String start = SHORT_VERSION + "00".repeat(26) + "0000000000000000";
        byte[] fits = Frames.of("version", start + "fd0001" + "3c".repeat(256));
        assertThat(((Message.Version) message(fits)).userAgent()).hasSize(256);
        assertThat(((Message.Version) message(fits)).safeUserAgent()).isEmpty();
        byte[] tooLong = Frames.of("version", start + "fd0101" + "41".repeat(257));
        assertThat(decode(tooLong))
                .isEqualTo(new Decoded.Ignored("version", "String length limit exceeded", tooLong.length));
    }

    @Test
    void full_messages_are_read() {
        var item = InvItem.block(HASH);
        var header = new RandomMessages(new Random(5)).header();
        var address = NetAddress.parse("1.2.3.4:5").orElseThrow();
        for (Message full : List.of(new Message.Inv(Collections.nCopies(Message.MAX_INVENTORY, item)),
                new Message.Headers(Collections.nCopies(Message.Headers.MAX, header)),
                new Message.Addr(Collections.nCopies(Message.MAX_ADDRESSES, address)),
                new Message.AddrV2(Collections.nCopies(Message.MAX_ADDRESSES, address)),
                new Message.GetHeaders(1, Collections.nCopies(Message.MAX_LOCATOR, HASH), HASH)))
            assertThat(message(CODEC.encode(full))).isEqualTo(full);
    }

    @Test
    void one_item_more_than_a_full_message_is_told_as_such() {
        String item = "02000000" + HASH_HEX;
        assertOverLimit("inv", "fd51c3" + item.repeat(50_001), "inv message size = 50001");
        assertOverLimit("getdata", "fd51c3" + item.repeat(50_001), "getdata message size = 50001");
        assertOverLimit("headers", "fdd107", "headers message size = 2001");
        assertOverLimit("addr", "fde903" + "00".repeat(30 * 1_001), "addr message size = 1001");
        assertOverLimit("addrv2", "fde903" + "00000000000100007f0000".repeat(1_001).replace("0100007f0000", "6300ffff"),
                "addrv2 message size = 1001");
    }

    @Test
    void one_item_more_than_a_full_locator_ends_the_line() {
        assertMalformed("getheaders", "00000000 66" + HASH_HEX.repeat(103), "getheaders locator size 102 > 101");
        assertMalformed("getblocks", "00000000 66" + HASH_HEX.repeat(103), "getblocks locator size 102 > 101");
    }

    private static void assertOverLimit(String command, String payload, String why) {
        byte[] frame = Frames.of(command, payload);
        assertThat(decode(frame)).isEqualTo(new Decoded.OverLimit(command, why, frame.length));
    }

    private static void assertMalformed(String command, String payload, String why) {
        assertThat(decode(Frames.of(command, payload))).isEqualTo(new Decoded.Malformed(why));
    }

    @Test
    void one_item_more_in_notfound_costs_the_message_only() {
        byte[] frame = Frames.of("notfound", "fd51c3" + ("02000000" + HASH_HEX).repeat(50_001));
        assertThat(decode(frame)).isInstanceOf(Decoded.Ignored.class);
    }

    @Test
    void a_message_over_its_limit_cannot_be_made() {
        var items = Collections.nCopies(Message.MAX_INVENTORY + 1, InvItem.block(HASH));
        assertThatThrownBy(() -> new Message.Inv(items)).isInstanceOf(IllegalArgumentException.class);
        var hashes = Collections.nCopies(Message.MAX_LOCATOR + 1, HASH);
        assertThatThrownBy(() -> new Message.GetHeaders(1, hashes, HASH)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void inventory_shows_its_type() {
        assertThat(InvItem.witnessBlock(HASH)).hasToString("witness-block " + HASH);
        assertThat(InvItem.of(InvItem.WTX, HASH)).hasToString("wtx " + HASH);
        assertThat(InvItem.of(9, HASH)).hasToString("0x00000009 " + HASH);
        assertThat(InvItem.of(InvItem.WITNESS_TX, HASH).kind()).isEqualTo(InvItem.TX);
        assertThat(InvItem.of(InvItem.WITNESS_TX, HASH).hasWitnessFlag()).isTrue();
    }
}
