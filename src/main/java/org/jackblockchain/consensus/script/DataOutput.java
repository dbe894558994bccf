package org.jackblockchain.consensus.script;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;

/** Outputs that carry data and no coins: OP_RETURN and one push, which nobody can spend. */
public final class DataOutput {
    /** What nodes relay by default: 83 bytes of script, of which three say what follows. */
    public static final int MAX_BYTES = 80;

    private DataOutput() {}

    /** @throws IllegalArgumentException unless there are 1 to {@link #MAX_BYTES} bytes */
    public static Bytes script(Bytes data) {
        if (data.length() == 0 || data.length() > MAX_BYTES)
            throw new IllegalArgumentException(data.length() + " bytes, where 1 to " + MAX_BYTES + " fit");
        return new ByteWriter().u8(Op.OP_RETURN).bytes(Scripts.pushData(data)).toBytes();
    }

    /** What an output's script carries; empty if it is anything but OP_RETURN and one push. */
    public static Optional<Bytes> data(Bytes script) {
        if (script.length() < 2 || (script.at(0) & 0xff) != Op.OP_RETURN)
            return Optional.empty();
        var rest = new ScriptReader(script.slice(1, script.length()));
        boolean onePush = rest.next() && Op.isPush(rest.code()) && !rest.hasNext();
        return onePush ? Optional.of(rest.data()) : Optional.empty();
    }

    /** The data as text, if it is UTF-8 and has nothing in it that would lead a terminal or a reader astray. */
    public static Optional<String> text(Bytes data) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data.toArray())).toString();
            boolean plain = !text.isEmpty() && text.codePoints().allMatch(DataOutput::isPlain);
            return plain ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(int character) {
        boolean turnsText = (character >= 0x202a && character <= 0x202e)
                || (character >= 0x2066 && character <= 0x2069);
        return character == '\n' || character == '\t'
                || (!Character.isISOControl(character) && Character.isDefined(character) && !turnsText);
    }
}
