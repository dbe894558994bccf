package org.jackblockchain.stratum;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jackblockchain.primitives.Bytes;

/**
 * What a pool's {@code mining.notify} says.
 *
 * @param previous the parent's hash as it stands in a header
 * @param before the coinbase up to its extra nonce, and what comes after
 * @param branch hashes in wire order
 * @param time the header's, seconds since 1970
 * @param clean whether all jobs before are worthless
 */
record PoolJob(String id, Bytes previous, Bytes before, Bytes after, List<Bytes> branch, int version, int bits,
        long time, boolean clean) {
    /** 2^32 transactions. */
    static final int MAX_BRANCH = 32;
    private static final int HASH_DIGITS = 64;
    private static final int MAX_ID_LENGTH = 256;
    private static final int PARAMS = 9;
    /** Where a coinbase's script begins: after version, number of inputs, outpoint and the script's length. */
    private static final int SCRIPT_OFFSET = 4 + 1 + 36 + 1;
    private static final int MAX_HEIGHT_BYTES = 4;
    private static final int OP_1 = 0x51;
    private static final int OP_16 = 0x60;

    PoolJob {
        branch = List.copyOf(branch);
    }

    /** Empty for what is no job. */
    static Optional<PoolJob> parse(JsonNode params) {
        if (params.size() < PARAMS || params.path(4).size() > MAX_BRANCH)
            return Optional.empty();
        String id = params.path(0).asText("");
        OptionalInt version = Hex32.parse(params.path(5));
        OptionalInt bits = Hex32.parse(params.path(6));
        OptionalInt time = Hex32.parse(params.path(7));
        if (id.length() > MAX_ID_LENGTH || version.isEmpty() || bits.isEmpty() || time.isEmpty())
            return Optional.empty();
        var branch = new ArrayList<Bytes>();
        for (JsonNode hash : params.path(4)) {
            if (hash.asText("").length() != HASH_DIGITS)
                return Optional.empty();
            hex(hash.asText("")).ifPresent(branch::add);
        }
        Optional<Bytes> previous = hex(params.path(1).asText("")).map(PoolJob::unswapped);
        Optional<Bytes> before = hex(params.path(2).asText(""));
        Optional<Bytes> after = hex(params.path(3).asText(""));
        if (branch.size() != params.path(4).size() || before.isEmpty() || after.isEmpty()
                || previous.filter(hash -> hash.length() * 2 == HASH_DIGITS).isEmpty())
            return Optional.empty();
        return Optional.of(new PoolJob(id, previous.get(), before.get(), after.get(), branch, version.getAsInt(),
                bits.getAsInt(), Integer.toUnsignedLong(time.getAsInt()), params.path(8).asBoolean(false)));
    }

    private static Optional<Bytes> hex(String digits) {
        boolean fine = digits.length() % 2 == 0 && digits.chars().allMatch(HexFormat::isHexDigit);
        return fine ? Optional.of(Bytes.ofHex(digits)) : Optional.empty();
    }

    /** Each word's bytes turned round again. */
    private static Bytes unswapped(Bytes words) {
        byte[] bytes = words.toArray();
        byte[] turned = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++)
            turned[i] = bytes[Math.min(bytes.length - 1, i ^ (Integer.BYTES - 1))];
        return Bytes.of(turned);
    }

    /** Of the block that is searched for, as its coinbase says (BIP34); 0 where it does not. */
    int height() {
        if (before.length() <= SCRIPT_OFFSET)
            return 0;
        int opcode = before.at(SCRIPT_OFFSET) & 0xff;
        if (opcode >= OP_1 && opcode <= OP_16)
            return opcode - OP_1 + 1;
        if (opcode == 0 || opcode > MAX_HEIGHT_BYTES || before.length() <= SCRIPT_OFFSET + opcode)
            return 0;
        int height = 0;
        for (int i = opcode; i > 0; i--)
            height = height << Byte.SIZE | (before.at(SCRIPT_OFFSET + i) & 0xff);
        return Math.max(0, height);
    }
}
