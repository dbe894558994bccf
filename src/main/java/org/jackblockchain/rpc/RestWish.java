package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jackblockchain.primitives.Bytes;

/**
 * A request of {@link Rest}.
 *
 * @param path what stands behind the route's own, without the format
 * @param body empty for a request that has none
 */
record RestWish(String path, Format format, Bytes body, Function<String, Optional<String>> parameters) {
    private static final int HASH_DIGITS = 64;
    /** A "%" without its digits. */
    private static final Pattern BROKEN = Pattern.compile("%(?![0-9a-fA-F]{2})");
    private static final String FORMATS = "output format not found (available: .bin, .hex, .json)";

    /** How the answer is to be written; named at the end of the path. */
    enum Format {
        BIN, HEX, JSON, NONE;

        static Format of(String suffix) {
            return switch (suffix) {
                case "bin" -> BIN;
                case "hex" -> HEX;
                case "json" -> JSON;
                default -> NONE;
            };
        }
    }

    /** An answer that may have to wait for the node. */
    interface Source {
        JsonNode get() throws InterruptedException;
    }

    /** @param route that the path begins with */
    static RestWish of(Context context, String route) throws IOException {
        if (BROKEN.matcher(Objects.requireNonNullElse(context.queryString(), "")).find())
            throw RestError.bad("URI parsing failed, it likely contained RFC 3986 invalid characters");
        String whole = context.path();
        String rest = whole.length() > route.length() ? whole.substring(route.length()) : "";
        int dot = whole.lastIndexOf('.');
        Format format = dot < 0 ? Format.NONE : Format.of(whole.substring(dot + 1));
        int suffix = format == Format.NONE ? 0 : whole.length() - dot;
        Optional<byte[]> body = RequestBody.read(context.bodyInputStream());
        return new RestWish(rest.substring(0, Math.max(0, rest.length() - suffix)), format,
                Bytes.of(body.orElseThrow(() -> RestError.bad("Parse error"))),
                name -> Optional.ofNullable(context.queryParam(name)));
    }

    Optional<String> query(String name) {
        return parameters.apply(name);
    }

    boolean flag(String name, boolean otherwise) {
        return switch (query(name).orElse(Boolean.toString(otherwise))) {
            case "true" -> true;
            case "false" -> false;
            default -> throw RestError.bad("The \"%s\" query parameter must be either \"true\" or \"false\"."
                    .formatted(name));
        };
    }

    /** @param parse throws {@link IllegalArgumentException} for what is not hex */
    <H> H hash(String text, Function<String, H> parse) {
        try {
            if (text.length() == HASH_DIGITS)
                return parse.apply(text);
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw RestError.bad("Invalid hash: " + safe(text));
    }

    /** Digits only, and not too many. */
    static OptionalInt number(String text) {
        boolean plain = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            return plain ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
        } catch (NumberFormatException _) {
            return OptionalInt.empty();
        }
    }

    /** A stranger's text, for an answer in plain text. */
    static String safe(String text) {
        return text.chars().filter(c -> c >= ' ' && c < 127 && "<>\"'&".indexOf(c) < 0)
                .mapToObj(Character::toString).collect(Collectors.joining());
    }

    /** In the format that is wanted. */
    RestReply reply(Supplier<byte[]> bytes, Source json) {
        return switch (format) {
            case BIN -> RestReply.bytes(bytes.get());
            case HEX -> RestReply.hex(bytes.get());
            case JSON -> json(json);
            case NONE -> throw RestError.notFound(FORMATS);
        };
    }

    RestReply onlyJson(Source json) {
        if (format != Format.JSON)
            throw RestError.notFound("output format not found (available: json)");
        return json(json);
    }

    private static RestReply json(Source json) {
        try {
            return RestReply.json(json.get());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw RpcError.stopping();
        }
    }
}
