package org.jackblockchain.consensus.script;

import java.util.Arrays;

import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;

/** How scripts of before segwit lose the signatures that they hold before they are hashed. */
final class FindAndDelete {
    private FindAndDelete() {}

    /** The script without its pushes of {@code data}; the array itself if it holds none. */
    static byte[] push(byte[] script, byte[] data) {
        return pattern(script, Scripts.pushData(Bytes.of(data)).toArray());
    }

    /**
     * Without every run of the pattern that begins where an operation does, or right behind another such run; what
     * remains may read quite differently.
     */
    static byte[] pattern(byte[] script, byte[] pattern) {
        if (pattern.length == 0 || pattern.length > script.length)
            return script;
        ByteWriter rest = null;
        int from = 0;
        int at = 0;
        var in = new ScriptReader(script);
        while (true) {
            int start = at;
            while (startsWith(script, at, pattern))
                at += pattern.length;
            if (at > start) {
                rest = (rest == null ? new ByteWriter(script.length) : rest).array(script, from, start - from);
                from = at;
                in = new ScriptReader(script, at);
            }
            if (!in.next())
                break;
            at = in.position();
        }
        return rest == null ? script : rest.array(script, from, script.length - from).toArray();
    }

    private static boolean startsWith(byte[] script, int at, byte[] pattern) {
        return script.length - at >= pattern.length
                && Arrays.equals(script, at, at + pattern.length, pattern, 0, pattern.length);
    }
}
