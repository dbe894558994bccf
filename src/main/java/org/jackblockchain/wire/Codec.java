package org.jackblockchain.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.LittleEndian;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.Sha256;

/**
 * Messages to bytes and back: each message travels in a frame, a header of 24 bytes and a payload. Holds no socket
 * and keeps nothing between calls; may be shared by threads.
 *
 * <p>What a broken frame costs is Core's choice: one that cannot be followed by another ends the line
 * ({@link Decoded.Malformed}), one whose payload is broken is skipped ({@link Decoded.Ignored}).
 */
public final class Codec {
    /** Length of a frame's header. */
    public static final int HEADER_BYTES = 24;
    /** Longest payload that is read or written. */
    public static final int MAX_MESSAGE_BYTES = 4_000_000;

    private static final int COMMAND_OFFSET = 4;
    private static final int COMMAND_BYTES = 12;
    private static final int LENGTH_OFFSET = 16;
    private static final int CHECKSUM_OFFSET = 20;

    private final int magic;

    /** What a frame's header announces. */
    public sealed interface Heading permits Frame, Decoded.Malformed {}

    /**
     * A header in order: so many bytes of payload follow.
     *
     * @param command one char per byte, without the zeros at the end
     * @param length of the payload, 0 to {@link #MAX_MESSAGE_BYTES}
     * @param checksum first four bytes of the payload's double SHA-256, little-endian
     */
    public record Frame(String command, int length, int checksum) implements Heading {
        /** Length of header and payload. */
        public int size() {
            return HEADER_BYTES + length;
        }
    }

    /** What the bytes so far amount to. */
    public sealed interface Decoded {
        /**
         * A message; its command is {@link #commandOf}.
         *
         * @param bytesUsed length of the frame; the caller drops that many bytes
         */
        record Complete(Message message, int bytesUsed) implements Decoded {}

        /** @param bytesMissing read that many more, then ask again */
        record NeedMore(int bytesMissing) implements Decoded {}

        /**
         * Well framed, but the payload is broken. The peer keeps its connection, as with Core.
         *
         * @param bytesUsed length of the frame; the caller drops that many bytes
         */
        record Ignored(String command, String why, int bytesUsed) implements Decoded {}

        /**
         * A message that holds more than the protocol allows: no honest peer says so.
         *
         * @param bytesUsed length of the frame; the caller drops that many bytes
         */
        record OverLimit(String command, String why, int bytesUsed) implements Decoded {}

        /** Not this protocol, or a peer that breaks it: leave. There is no way to resynchronize. */
        record Malformed(String why) implements Decoded, Heading {}
    }

    /** @param magic the network's four bytes in reading order: 0xfabfb5da for regtest */
    public Codec(int magic) {
        this.magic = Integer.reverseBytes(magic);
    }

    /**
     * The frame of a message.
     *
     * @throws IllegalArgumentException if the message is {@link Message.Unknown} or longer than a peer would read
     */
    public byte[] encode(Message message) {
        if (message instanceof Message.Unknown(String command))
            throw new IllegalArgumentException("cannot say " + command);
        var out = new ByteWriter();
        out.i32(magic).array(paddedCommand(commandOf(message))).i32(0).i32(0);
        MessageBytes.write(message, out);
        byte[] frame = out.toArray();
        int length = frame.length - HEADER_BYTES;
        if (length > MAX_MESSAGE_BYTES)
            throw new IllegalArgumentException(commandOf(message) + " of " + length + " bytes");
        LittleEndian.putInt(frame, LENGTH_OFFSET, length);
        LittleEndian.putInt(frame, CHECKSUM_OFFSET, checksum(frame, HEADER_BYTES, length));
        return frame;
    }

    /** The name that a message travels under. */
    public static String commandOf(Message message) {
        return MessageBytes.command(message);
    }

    /** Reads the first {@link #HEADER_BYTES} of {@code bytes}, and no payload: nothing is allocated for it. */
    public Heading header(byte[] bytes) {
        return header(bytes, 0);
    }

    private Heading header(byte[] bytes, int offset) {
        int theirs = LittleEndian.getInt(bytes, offset);
        if (theirs != magic)
            return new Decoded.Malformed("Header error: Wrong MessageStart %08x received"
                    .formatted(Integer.reverseBytes(theirs)));
        String command = command(bytes, offset + COMMAND_OFFSET);
        long length = LittleEndian.getInt(bytes, offset + LENGTH_OFFSET) & 0xffff_ffffL;
        if (length > MAX_MESSAGE_BYTES)
            return new Decoded.Malformed("Header error: Size too large (%s, %d bytes)"
                    .formatted(printable(command), length));
        return new Frame(command, (int) length, LittleEndian.getInt(bytes, offset + CHECKSUM_OFFSET));
    }

    /**
     * Reads the payload that {@code frame} announced; never says {@link Decoded.NeedMore}.
     *
     * @throws IllegalArgumentException unless {@code payload} has the announced length
     */
    public Decoded body(Frame frame, byte[] payload) {
        if (payload.length != frame.length())
            throw new IllegalArgumentException(payload.length + " bytes, announced were " + frame.length());
        return body(frame, payload, 0);
    }

    private static Decoded body(Frame frame, byte[] bytes, int offset) {
        int actual = checksum(bytes, offset, frame.length());
        if (actual != frame.checksum())
            return ignored(frame, "Header error: Wrong checksum (%s, %d bytes), expected %08x was %08x"
                    .formatted(printable(frame.command()), frame.length(), Integer.reverseBytes(actual),
                            Integer.reverseBytes(frame.checksum())));
        if (!isPrintable(frame.command()))
            return ignored(frame, "Header error: Invalid message type (%s, %d bytes)"
                    .formatted(printable(frame.command()), frame.length()));
        try {
            var message = MessageBytes.read(frame.command(), new ByteReader(bytes, offset, frame.length()));
            return new Decoded.Complete(message, frame.size());
        } catch (MalformedException e) {
            return ignored(frame, String.valueOf(e.getMessage()));
        } catch (OverLimitException e) {
            return new Decoded.OverLimit(frame.command(), String.valueOf(e.getMessage()), frame.size());
        } catch (TooLongLocatorException e) {
            return new Decoded.Malformed(String.valueOf(e.getMessage()));
        }
    }

    /** Reads one frame from the front of {@code received}, which is left as it was. */
    public Decoded decode(ByteBuffer received) {
        if (received.hasArray())
            return decode(received.array(), received.arrayOffset() + received.position(), received.remaining());
        byte[] copy = new byte[received.remaining()];
        received.get(received.position(), copy);
        return decode(copy, 0, copy.length);
    }

    /** Reads one frame from the front of the {@code length} bytes at {@code offset}. */
    public Decoded decode(byte[] bytes, int offset, int length) {
        if (length < HEADER_BYTES)
            return new Decoded.NeedMore(HEADER_BYTES - length);
        return switch (header(bytes, offset)) {
            case Decoded.Malformed malformed -> malformed;
            case Frame frame when frame.size() > length -> new Decoded.NeedMore(frame.size() - length);
            case Frame frame -> body(frame, bytes, offset + HEADER_BYTES);
        };
    }

    private static Decoded ignored(Frame frame, String why) {
        return new Decoded.Ignored(printable(frame.command()), why, frame.size());
    }

    private static int checksum(byte[] bytes, int offset, int length) {
        return LittleEndian.getInt(Sha256.twice(bytes, offset, length), 0);
    }

    private static byte[] paddedCommand(String command) {
        byte[] padded = new byte[COMMAND_BYTES];
        byte[] ascii = command.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, padded, 0, ascii.length);
        return padded;
    }

    /** A zero that is not at the end stays, and makes the command invalid. */
    private static String command(byte[] bytes, int offset) {
        int length = COMMAND_BYTES;
        while (length > 0 && bytes[offset + length - 1] == 0)
            length--;
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean isPrintable(String command) {
        return command.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static String printable(String command) {
        return command.replaceAll("[^ -~]", "");
    }
}
