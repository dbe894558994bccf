package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Bytes;

/**
 * What a method was called with, by position.
 *
 * @param caller the name that the caller logged in with; empty for the cookie's
 */
record Args(List<JsonNode> values, String caller) {
    private static final int HASH_DIGITS = 64;

    Args {
        values = List.copyOf(values);
    }

    /** The value, null of JSON where none was given. */
    JsonNode at(int index) {
        return index < values.size() ? values.get(index) : Json.none();
    }

    boolean isGiven(int index) {
        return !at(index).isNull();
    }

    String text(int index) {
        return text(at(index));
    }

    static String text(JsonNode value) {
        return checked(value, Param.Kind.TEXT).textValue();
    }

    int number(int index, int otherwise) {
        return isGiven(index) ? number(index) : otherwise;
    }

    int number(int index) {
        JsonNode value = checked(at(index), Param.Kind.NUMBER);
        if (!value.isIntegralNumber() || !value.canConvertToInt())
            throw RpcError.misc("JSON integer out of range");
        return value.intValue();
    }

    /** Of 64 bits. */
    long longNumber(int index) {
        JsonNode value = checked(at(index), Param.Kind.NUMBER);
        if (!value.isIntegralNumber() || !value.canConvertToLong())
            throw RpcError.misc("JSON integer out of range");
        return value.longValue();
    }

    boolean flag(int index, boolean otherwise) {
        return isGiven(index) ? checked(at(index), Param.Kind.FLAG).booleanValue() : otherwise;
    }

    /** A member of an object of options, or of none. */
    static boolean flag(JsonNode options, String name, boolean otherwise) {
        JsonNode value = options.path(name);
        boolean isGiven = !value.isMissingNode() && !value.isNull();
        return isGiven ? checked(value, Param.Kind.FLAG).booleanValue() : otherwise;
    }

    BlockHash hash(int index, String name) {
        return hash(at(index), name);
    }

    static BlockHash hash(JsonNode value, String name) {
        return hash(value, name, BlockHash::of);
    }

    /** @param parse throws {@link IllegalArgumentException} for what is not hex */
    static <H> H hash(JsonNode value, String name, Function<String, H> parse) {
        String hex = text(value);
        if (hex.length() != HASH_DIGITS)
            throw RpcError.invalid("%s must be of length %d (not %d, for '%s')".formatted(name, HASH_DIGITS,
                    hex.length(), hex));
        try {
            return parse.apply(hex);
        } catch (IllegalArgumentException _) {
            throw RpcError.invalid("%s must be hexadecimal string (not '%s')".formatted(name, hex));
        }
    }

    /** @throws RpcError saying {@code otherwise}, unless the text is hex */
    static Bytes hex(String text, String otherwise) {
        try {
            return Bytes.ofHex(text);
        } catch (IllegalArgumentException _) {
            throw new RpcError(RpcError.Code.UNREADABLE, otherwise);
        }
    }

    private static JsonNode checked(JsonNode value, Param.Kind kind) {
        if (!Json.kindOf(value).equals(kind.word()))
            throw new RpcError(RpcError.Code.WRONG_TYPE, mismatch(value, kind));
        return value;
    }

    static String mismatch(JsonNode value, Param.Kind kind) {
        return "JSON value of type %s is not of expected type %s".formatted(Json.kindOf(value), kind.word());
    }
}
