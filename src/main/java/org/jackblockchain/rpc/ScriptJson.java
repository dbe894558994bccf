package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jackblockchain.consensus.script.Curve;
import org.jackblockchain.consensus.script.ScriptText;
import org.jackblockchain.consensus.script.Solution;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Bytes;

/** An output's script as Core shows it: in words, as a descriptor (BIP380), in hex, with its address and its type. */
final class ScriptJson {
    private ScriptJson() {}

    static ObjectNode of(Bytes script, AddressFormat format) {
        Solution solution = Solution.of(script);
        Optional<String> address = Address.of(script, format);
        ObjectNode json = Json.object().put("asm", ScriptText.of(script))
                .put("desc", Descriptor.withChecksum(descriptor(script, solution, address)))
                .put("hex", script.hex());
        address.ifPresent(text -> json.put("address", text));
        return json.put("type", solution.type().text());
    }

    /** What can be said without knowing what is behind a hash. */
    private static String descriptor(Bytes script, Solution solution, Optional<String> address) {
        String known = address.map(text -> "addr(" + text + ")").orElse("raw(" + script.hex() + ")");
        boolean plain = solution.parts().stream().noneMatch(ScriptJson::isHybrid);
        return switch (solution.type()) {
            case PUBKEY -> plain ? "pk(" + solution.parts().getFirst().hex() + ")" : known;
            case MULTISIG -> plain ? "multi(" + solution.required() + "," + keys(solution) + ")" : known;
            case WITNESS_V1_TAPROOT -> {
                Bytes key = solution.parts().getFirst();
                yield Curve.isX(key.toArray()) ? "rawtr(" + key.hex() + ")" : known;
            }
            default -> known;
        };
    }

    private static String keys(Solution solution) {
        return solution.parts().stream().map(Bytes::hex).collect(Collectors.joining(","));
    }

    /** A form of keys that descriptors do not have. */
    private static boolean isHybrid(Bytes key) {
        return key.length() > 0 && (key.at(0) == 6 || key.at(0) == 7);
    }
}
