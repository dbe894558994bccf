package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

import org.jackblockchain.consensus.script.Op;
import org.jackblockchain.consensus.script.OutputType;
import org.jackblockchain.consensus.script.ScriptReader;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.consensus.script.Solution;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;

/** The outputs that hide a script behind its hash, where that makes sense. */
final class Wrapped {
    private static final int COMPRESSED = 33;

    private Wrapped() {}

    static void addTo(ObjectNode json, Bytes script, AddressFormat format) {
        Solution solution = Solution.of(script);
        if (!canHide(script, solution))
            return;
        json.put("p2sh", Address.of(MultisigMethod.scriptHash(script), format).orElseThrow());
        if (!canHideInWitness(solution))
            return;
        Bytes output = switch (solution.type()) {
            case PUBKEY -> keyHash(Signer.hash160(solution.parts().getFirst()));
            case PUBKEYHASH -> keyHash(solution.parts().getFirst());
            default -> Signer.witnessOutput(script);
        };
        ObjectNode witness = ScriptJson.of(output, format);
        if (solution.type() == OutputType.MULTISIG)
            witness.put("desc", Descriptor.withChecksum("wsh(" + descriptor(script, format) + ")"));
        json.set("segwit", witness.put("p2sh-segwit", Address.of(MultisigMethod.scriptHash(output), format)
                .orElseThrow()));
    }

    /** Without its checksum. */
    private static String descriptor(Bytes script, AddressFormat format) {
        String whole = ScriptJson.of(script, format).path("desc").textValue();
        return whole.substring(0, whole.indexOf('#'));
    }

    private static Bytes keyHash(Bytes hash) {
        return new ByteWriter().u8(0).varBytes(hash).toBytes();
    }

    /** What hides something already, or what nobody can spend, need not be hidden. */
    private static boolean canHide(Bytes script, Solution solution) {
        boolean plain = switch (solution.type()) {
            case MULTISIG, NONSTANDARD, PUBKEY, PUBKEYHASH, WITNESS_V0_KEYHASH, WITNESS_V0_SCRIPTHASH -> true;
            default -> false;
        };
        return plain && !RawTransaction.isBroken(script) && !Scripts.isUnspendable(script) && !asksOfTapscript(script);
    }

    private static boolean asksOfTapscript(Bytes script) {
        var in = new ScriptReader(script);
        while (in.next()) {
            if (in.code() == Op.OP_CHECKSIGADD || Op.isSuccess(in.code()))
                return true;
        }
        return false;
    }

    private static boolean canHideInWitness(Solution solution) {
        return switch (solution.type()) {
            case NONSTANDARD, PUBKEYHASH -> true;
            case MULTISIG, PUBKEY -> allCompressed(solution.parts());
            default -> false;
        };
    }

    private static boolean allCompressed(List<Bytes> keys) {
        return keys.stream().allMatch(key -> key.length() == COMPRESSED);
    }
}
