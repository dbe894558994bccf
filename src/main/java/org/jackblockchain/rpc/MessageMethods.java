package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.consensus.script.Curve;
import org.jackblockchain.consensus.script.OutputType;
import org.jackblockchain.consensus.script.Solution;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Sha256;

/** Texts that the owner of an address signs. */
final class MessageMethods {
    private static final Bytes MAGIC = utf8("Bitcoin Signed Message:\n");
    private static final int BASE64_GROUP = 4;

    private final RpcNode node;

    MessageMethods(RpcNode node) {
        this.node = node;
    }

    List<Method> methods() {
        return List.of(
                new Method("util", "signmessagewithprivkey",
                        List.of(Param.required("privkey", Param.Kind.TEXT, "A secret key in base58."),
                                Param.required("message", Param.Kind.TEXT, "The text.")),
                        "Signs a text, in base64.", MessageMethods::sign),
                new Method("util", "verifymessage",
                        List.of(Param.required("address", Param.Kind.TEXT, "An address of one key's hash."),
                                Param.required("signature", Param.Kind.TEXT, "In base64."),
                                Param.required("message", Param.Kind.TEXT, "The text.")),
                        "Tells whether the owner of an address signed a text.", this::verify));
    }

    private static Bytes utf8(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hash(String message) {
        return Sha256.twice(new ByteWriter().varBytes(MAGIC).varBytes(utf8(message)).toBytes().toArray());
    }

    private static JsonNode sign(Args args) {
        SecretKeys.Key key = SecretKeys.parse(args.text(0))
                .orElseThrow(() -> new RpcError(RpcError.Code.NOT_FOUND, "Invalid private key"));
        byte[] signature = Curve.signRecoverable(key.secret().toArray(), hash(args.text(1)), key.compressed());
        return Json.text(Base64.getEncoder().encodeToString(signature));
    }

    private JsonNode verify(Args args) {
        if (!(Address.parse(args.text(0),
                node.view().params().addresses()) instanceof Address.Parsed.Locking(Bytes script)))
            throw new RpcError(RpcError.Code.NOT_FOUND, "Invalid address");
        Solution solution = Solution.of(script);
        if (solution.type() != OutputType.PUBKEYHASH)
            throw new RpcError(RpcError.Code.WRONG_TYPE, "Address does not refer to key");
        Optional<byte[]> key = Curve.recover(decode(args.text(1)), hash(args.text(2)));
        return Json.bool(key.map(Bytes::of).map(Signer::hash160).equals(Optional.of(solution.parts().getFirst())));
    }

    private static byte[] decode(String text) {
        try {
            if (text.length() % BASE64_GROUP == 0)
                return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new RpcError(RpcError.Code.WRONG_TYPE, "Malformed base64 encoding");
    }
}
