package org.jackblockchain.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.LittleEndian;
import org.jackblockchain.primitives.Sha256;

/** Frames made by hand, with the right checksum around whatever payload. */
final class Frames {
    static final int MAGIC = 0xfabf_b5da;

    private Frames() {}

    static byte[] of(String command, String payloadHex) {
        return of(command, Hex.parse(payloadHex.replace(" ", "")));
    }

    static byte[] of(String command, byte[] payload) {
        byte[] name = Arrays.copyOf(command.getBytes(StandardCharsets.ISO_8859_1), 12);
        return new ByteWriter().array(Hex.parse("fabfb5da")).array(name).i32(payload.length)
                .i32(LittleEndian.getInt(Sha256.twice(payload), 0)).array(payload).toArray();
    }
}
