package org.jackblockchain.rpc;

import java.util.Optional;

import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.Bytes;

/** The output script that a descriptor stands for (BIP380), where it names one script and no keys to derive. */
final class DescriptorScript {
    private static final int CHECKSUM_LENGTH = 8;

    private DescriptorScript() {}

    /**
     * Reads {@code raw(HEX)}, {@code addr(ADDRESS)}, {@code pk(KEY)} or {@code rawtr(KEY)}, with or without checksum.
     *
     * @throws RpcError saying what is wrong
     */
    static Bytes of(String text, ChainParams params) {
        String body = checked(text);
        int open = body.indexOf('(');
        if (open < 0 || !body.endsWith(")"))
            throw wrong("'%s' is not a valid descriptor function".formatted(body));
        String argument = body.substring(open + 1, body.length() - 1);
        return switch (body.substring(0, open)) {
            case "raw" -> hex(argument).orElseThrow(() -> wrong("Raw script is not hex"));
            case "addr" -> address(argument, params);
            case "pk" -> key(argument, body);
            case "rawtr" -> Bytes.ofHex("5120" + hex(argument).filter(key -> key.length() == 32)
                    .orElseThrow(() -> wrong("rawtr(): key '%s' is not valid".formatted(argument))).hex());
            case String other -> throw wrong("'%s' is not a descriptor function that is known here".formatted(other));
        };
    }

    /** The descriptor without its checksum, which has to be right if it is there. */
    private static String checked(String text) {
        int hash = text.indexOf('#');
        if (hash < 0)
            return text;
        String body = text.substring(0, hash);
        String given = text.substring(hash + 1);
        if (given.length() != CHECKSUM_LENGTH)
            throw wrong("Expected %d character checksum, not %d characters".formatted(CHECKSUM_LENGTH,
                    given.length()));
        String right = withChecksum(body).substring(hash + 1);
        if (!right.equals(given))
            throw wrong("Provided checksum '%s' does not match computed checksum '%s'".formatted(given, right));
        return body;
    }

    private static String withChecksum(String body) {
        try {
            return Descriptor.withChecksum(body);
        } catch (IllegalArgumentException _) {
            throw wrong("Invalid characters in payload");
        }
    }

    private static Optional<Bytes> hex(String text) {
        try {
            return Optional.of(Bytes.ofHex(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Bytes key(String text, String body) {
        Bytes key = hex(text).filter(bytes -> bytes.length() == 33 || bytes.length() == 65)
                .orElseThrow(() -> wrong("'%s' in '%s' is no public key".formatted(text, body)));
        return Bytes.ofHex("%02x%sac".formatted(key.length(), key.hex()));
    }

    private static Bytes address(String text, ChainParams params) {
        return switch (Address.parse(text, params.addresses())) {
            case Address.Parsed.Locking(Bytes script) -> script;
            case Address.Parsed.Invalid _ -> throw wrong("Address is not valid");
        };
    }

    private static RpcError wrong(String why) {
        return new RpcError(RpcError.Code.NOT_FOUND, why);
    }
}
