package org.jackblockchain.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/** JSON as Core reads and writes it. */
final class Json {
    private static final int MAX_DEPTH = 100;
    /** As many as Core shows of a fraction. */
    private static final MathContext DIGITS = new MathContext(16);
    private static final int MIN_PLAIN_EXPONENT = -4;
    private static final int COIN_DIGITS = 8;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = mapper();

    private Json() {}

    private static ObjectMapper mapper() {
        var limits = StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                .maxStringLength(RequestBody.MAX_BYTES).build();
        return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    }

    /** The one value that {@code text} is; empty if it is none, or two. */
    static Optional<JsonNode> parse(byte[] text) {
        try (JsonParser in = MAPPER.createParser(text)) {
            if (in.nextToken() == null)
                return Optional.empty();
            JsonNode read = value(in);
            return in.nextToken() == null ? Optional.of(read) : Optional.empty();
        } catch (JsonProcessingException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading memory", e);
        }
    }

    /** What begins here; the parser is left at its end. */
    private static JsonNode value(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> members(in);
            case START_ARRAY -> {
                ArrayNode array = array();
                while (in.nextToken() != JsonToken.END_ARRAY)
                    array.add(value(in));
                yield array;
            }
            case VALUE_STRING -> text(in.getText());
            default -> MAPPER.readTree(in);
        };
    }

    /** A key may stand there again, as Core does not mind. */
    private static ObjectNode members(JsonParser in) throws IOException {
        var object = new Repeating();
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            in.nextToken();
            object.take(key, value(in));
        }
        return object;
    }

    static String text(JsonNode value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values", e);
        }
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ArrayNode array() {
        return NODES.arrayNode();
    }

    static ArrayNode array(String... texts) {
        ArrayNode array = array();
        for (String text : texts)
            array.add(text);
        return array;
    }

    static JsonNode none() {
        return NODES.nullNode();
    }

    static JsonNode text(String value) {
        return NODES.textNode(value);
    }

    static JsonNode bool(boolean value) {
        return NODES.booleanNode(value);
    }

    static JsonNode number(long value) {
        return NODES.numberNode(value);
    }

    /** A fraction, rounded to 16 digits. */
    static JsonNode number(double value) {
        return NODES.rawValueNode(new RawValue(digits(value)));
    }

    /** An amount of the smallest unit, in coins with all decimals. */
    static JsonNode coins(long amount) {
        return NODES.rawValueNode(new RawValue(BigDecimal.valueOf(amount, COIN_DIGITS).toPlainString()));
    }

    /** As C prints with {@code %.16g}. */
    static String digits(double value) {
        if (value == 0)
            return "0";
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= MIN_PLAIN_EXPONENT && exponent < DIGITS.getPrecision())
            return rounded.toPlainString();
        String mantissa = rounded.scaleByPowerOfTen(-exponent).toPlainString();
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** What kind of value this is, in the words that Core uses in its messages. */
    static String kindOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "bool";
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case NUMBER -> "number";
            default -> "null";
        };
    }
}
