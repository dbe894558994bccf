package org.jackblockchain.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jackblockchain.wire.Codec.Decoded;
import org.junit.jupiter.api.Test;

/** Any failure names its seed. {@code -Djbc.fuzz.seeds=1000000} for a long run. */
class CodecFuzzTest {
    private static final int SEEDS = Integer.getInteger("jbc.fuzz.seeds", 2_000);
    private static final Codec CODEC = new Codec(Frames.MAGIC);
    /** Objects are larger than bytes on the wire, but only by so much, plus what a reason costs. */
    private static final int MEMORY_PER_BYTE = 60;
    private static final int MEMORY_PER_MESSAGE = 100_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void broken_payloads_in_whole_frames_never_throw_and_what_is_read_survives() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            for (Message message : new RandomMessages(random).oneOfEach()) {
                byte[] frame = CODEC.encode(message);
                byte[] payload = mutated(Arrays.copyOfRange(frame, Codec.HEADER_BYTES, frame.length), random);
                byte[] broken = Frames.of(Codec.commandOf(message), payload);
                assertSurvives(broken, seed);
            }
        }
    }

    @Test
    void noise_under_a_known_name_never_throws() {
        List<String> commands = new RandomMessages(new Random(0)).oneOfEach().stream().map(Codec::commandOf).toList();
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            for (String command : commands)
                assertSurvives(Frames.of(command, noise), seed);
        }
    }

    @Test
    void broken_frames_never_throw() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            for (Message message : new RandomMessages(random).oneOfEach()) {
                byte[] broken = mutated(CODEC.encode(message), random);
                assertThat(CODEC.decode(broken, 0, broken.length)).as("seed %d", seed).isNotNull();
            }
        }
    }

    private static void assertSurvives(byte[] frame, long seed) {
        // What the first of its kind makes the JVM load is not the frame's doing.
        var _ = CODEC.decode(frame, 0, frame.length);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Decoded decoded = CODEC.decode(frame, 0, frame.length);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as("seed %d", seed)
                .isLessThan(MEMORY_PER_MESSAGE + (long) MEMORY_PER_BYTE * frame.length);
        switch (decoded) {
            case Decoded.Complete(Message message, int bytesUsed) -> {
                assertThat(bytesUsed).isEqualTo(frame.length);
                byte[] again = CODEC.encode(message);
                assertThat(CODEC.decode(again, 0, again.length)).as("seed %d", seed)
                        .isEqualTo(new Decoded.Complete(message, again.length));
            }
            case Decoded.Ignored ignored -> assertThat(ignored.bytesUsed()).isEqualTo(frame.length);
            case Decoded.OverLimit over -> assertThat(over.bytesUsed()).isEqualTo(frame.length);
            case Decoded.Malformed malformed -> assertThat(malformed.why()).contains("size");
            case Decoded.NeedMore more -> throw new AssertionError("seed " + seed + ": " + more);
        }
    }

    /** One to four of: a bit flipped, a byte made extreme, a piece cut out, a piece repeated, the end cut off. */
    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] result = bytes.clone();
        for (int i = random.nextInt(4); i >= 0 && result.length > 0; i--) {
            int at = random.nextInt(result.length);
            int to = at + random.nextInt(Math.min(40, result.length - at));
            switch (random.nextInt(5)) {
                case 0 -> result[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> result[at] = (byte) (random.nextBoolean() ? 0xff - random.nextInt(4) : random.nextInt(4));
                case 2 -> result = joined(Arrays.copyOf(result, at), Arrays.copyOfRange(result, to, result.length));
                case 3 -> result = joined(Arrays.copyOf(result, to), Arrays.copyOfRange(result, at, result.length));
                default -> result = Arrays.copyOf(result, at);
            }
        }
        return result;
    }

    private static byte[] joined(byte[] head, byte[] tail) {
        byte[] whole = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, whole, head.length, tail.length);
        return whole;
    }
}
