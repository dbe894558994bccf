package org.jackblockchain.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash160;

/**
 * A key of a descriptor (BIP380): one key, or a row of keys that follow from another.
 *
 * @param origin where the key comes from, if that is said
 * @param apostrophe how it marks hardened numbers
 */
record DescriptorKey(Optional<Origin> origin, Source source, boolean apostrophe) {
    private static final int FINGERPRINT_BYTES = 4;
    private static final int COMPRESSED = 33;

    /**
     * The key above all, and the way down from it.
     *
     * @param fingerprint four bytes
     */
    record Origin(Bytes fingerprint, List<Integer> path) {
        Origin {
            path = List.copyOf(path);
        }
    }

    /** What follows behind the way down: nothing, or a row. */
    enum Row {
        NONE, PLAIN, HARDENED
    }

    /** The key itself. */
    sealed interface Source {
        /** @param xOnly whether it is written without its first byte */
        record Fixed(Bytes point, boolean xOnly) implements Source {}

        /** @param base the key at the end of the path; empty where that asks for a secret that is not here */
        record Derived(ExtendedKey root, List<Integer> path, Row row, Optional<ExtendedKey> base) implements Source {
            public Derived {
                path = List.copyOf(path);
            }

            static Derived of(ExtendedKey root, List<Integer> path, Row row) {
                Optional<ExtendedKey> base = Optional.of(root);
                for (int number : path)
                    base = base.flatMap(key -> key.child(number));
                return new Derived(root, path, row, base);
            }
        }
    }

    /** One key of the row, with its origin. */
    record Single(Origin origin, Bytes point) {
        /** As descriptors of this one key name it. */
        String text(boolean xOnly) {
            Bytes shown = xOnly ? point.slice(1, point.length()) : point;
            return originText(origin, false) + shown.hex();
        }

        boolean isCompressed() {
            return point.length() == COMPRESSED;
        }

        /** The point's X alone, as taproot has it. */
        Bytes x() {
            return point.slice(1, point.length());
        }
    }

    boolean isRow() {
        return source instanceof Source.Derived derived && derived.row() != Row.NONE;
    }

    /** How long the keys are, in bytes. */
    int length() {
        return source instanceof Source.Fixed(Bytes point, _) ? point.length() : COMPRESSED;
    }

    /** The key with this number, from 0; empty where that asks for a secret that is not here. */
    Optional<Single> at(int index) {
        return switch (source) {
            case Source.Fixed(Bytes point, _) ->
                Optional.of(new Single(origin.orElseGet(() -> new Origin(fingerprint(point), List.of())), point));
            case Source.Derived derived -> {
                List<Integer> last = switch (derived.row()) {
                    case NONE -> List.of();
                    case PLAIN -> List.of(index);
                    case HARDENED -> List.of(index | ExtendedKey.HARDENED);
                };
                Optional<ExtendedKey> key = last.isEmpty()
                        ? derived.base()
                        : derived.base().flatMap(base -> base.child(last.getFirst()));
                yield key.map(found -> new Single(originOf(derived, last), found.point()));
            }
        };
    }

    private static Bytes fingerprint(Bytes point) {
        return Bytes.of(Hash160.of(point.toArray())).slice(0, FINGERPRINT_BYTES);
    }

    private Origin originOf(Source.Derived derived, List<Integer> last) {
        Origin start = origin.orElseGet(() -> new Origin(derived.root().fingerprint(), List.of()));
        List<Integer> path = new ArrayList<>(start.path());
        path.addAll(derived.path());
        path.addAll(last);
        return new Origin(start.fingerprint(), path);
    }

    /** As it was said, without secrets. */
    String text() {
        String before = origin.map(said -> originText(said, apostrophe)).orElse("");
        return before + switch (source) {
            case Source.Fixed(Bytes point, boolean xOnly) -> (xOnly ? point.slice(1, point.length()) : point).hex();
            case Source.Derived(ExtendedKey root, List<Integer> path, Row row, _) ->
                root.publicText() + pathText(path, apostrophe) + switch (row) {
                    case NONE -> "";
                    case PLAIN -> "/*";
                    case HARDENED -> apostrophe ? "/*'" : "/*h";
                };
        };
    }

    private static String originText(Origin origin, boolean apostrophe) {
        return "[" + origin.fingerprint().hex() + pathText(origin.path(), apostrophe) + "]";
    }

    private static String pathText(List<Integer> path, boolean apostrophe) {
        var text = new StringBuilder();
        for (int number : path) {
            text.append('/').append(number & ~ExtendedKey.HARDENED);
            if ((number & ExtendedKey.HARDENED) != 0)
                text.append(apostrophe ? '\'' : 'h');
        }
        return text.toString();
    }
}
