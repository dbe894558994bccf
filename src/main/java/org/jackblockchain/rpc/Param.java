package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A parameter of a method.
 *
 * @param names what named calls may call it, the first one best, apart by {@code |}
 * @param kind what it has to be
 * @param required whether it must be given, and not null
 * @param says what it means, for help
 */
record Param(String names, Kind kind, boolean required, String says) {
    /** What a parameter has to be. */
    enum Kind {
        TEXT("string"),
        NUMBER("number"),
        FLAG("bool"),
        OBJECT("object"),
        ARRAY("array"),
        /** The method looks for itself. */
        ANY("any");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Param required(String names, Kind kind, String says) {
        return new Param(names, kind, true, says);
    }

    static Param optional(String names, Kind kind, String says) {
        return new Param(names, kind, false, says);
    }

    String name() {
        int end = names.indexOf('|');
        return end < 0 ? names : names.substring(0, end);
    }

    boolean accepts(JsonNode value) {
        return kind == Kind.ANY || (!required && value.isNull()) || Json.kindOf(value).equals(kind.word());
    }

    /** As it stands in the first line of help. */
    String usage() {
        return switch (kind) {
            case TEXT -> "\"" + name() + "\"";
            case ARRAY -> "[" + name() + ",...]";
            default -> name();
        };
    }

    /** A value for a command line. */
    String example() {
        return switch (kind) {
            case TEXT, ANY -> "\"" + name() + "\"";
            case NUMBER -> "1";
            case FLAG -> "true";
            case OBJECT -> "'{}'";
            case ARRAY -> "'[]'";
        };
    }
}
