package org.jackblockchain.rpc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.script.Curve;
import org.jackblockchain.consensus.script.Limits;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.Bytes;

/** Reads output descriptors, and says in Core's words what is wrong with them. Miniscript is not known. */
final class DescriptorParser {
    /** Of the alternatives that a path may offer at one place (BIP389). */
    static final int MAX_ALTERNATIVES = 1_000;
    /** Of scripts in taproot. */
    private static final int MAX_TREE_DEPTH = 128;
    private static final int MAX_LEAF_KEYS = 999;
    private static final int MAX_BARE_KEYS = 3;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int FINGERPRINT_DIGITS = 8;
    private static final int X_BYTES = 32;
    private static final long MAX_U32 = 0xffff_ffffL;
    private static final String EVEN = "02";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");

    /** Where an expression stands: not everything may stand everywhere. */
    private enum Place {
        TOP, IN_HASH, IN_WITNESS, IN_WITNESS_KEY, IN_TAPROOT;

        boolean takesLongKeys() {
            return this == TOP || this == IN_HASH;
        }
    }

    /**
     * What a text stands for.
     *
     * @param all one, or one for each alternative of its paths
     * @param hasSecrets whether the text tells secrets
     */
    record Parsed(List<OutputDescriptor> all, boolean hasSecrets) {
        Parsed {
            all = List.copyOf(all);
        }

        OutputDescriptor first() {
            return all.getFirst();
        }
    }

    private final ChainParams params;
    /** Which of the alternatives is read. */
    private final int alternative;
    /** How many alternatives the keys have that have any. */
    private final Set<Integer> alternatives = new LinkedHashSet<>();
    private boolean apostrophe;
    private boolean secret;

    private DescriptorParser(ChainParams params, int alternative) {
        this.params = params;
        this.alternative = alternative;
    }

    /** @throws RpcError saying what is wrong */
    static Parsed parse(String text, ChainParams params) {
        return parse(text, params, false);
    }

    /**
     * @param checksum whether there has to be one
     * @throws RpcError saying what is wrong
     */
    static Parsed parse(String text, ChainParams params, boolean checksum) {
        String body = checked(text, checksum);
        var parser = new DescriptorParser(params, 0);
        List<OutputDescriptor> all = new ArrayList<>();
        all.add(parser.script(body, Place.TOP));
        if (parser.alternatives.size() > 1)
            throw wrong(body.startsWith("tr(")
                    ? "tr(): Multipath subscripts have mismatched lengths"
                    : "multi(): Multipath derivation paths have mismatched lengths");
        int count = parser.alternatives.stream().findFirst().orElse(1);
        for (int i = 1; i < count; i++)
            all.add(new DescriptorParser(params, i).script(body, Place.TOP));
        return new Parsed(all, parser.secret);
    }

    /** The descriptor without its checksum, which has to be right if it is there. */
    private static String checked(String text, boolean needed) {
        List<String> parts = List.of(text.split("#", -1));
        if (parts.size() > 2)
            throw wrong("Multiple '#' symbols");
        String body = parts.getFirst();
        if (parts.size() == 1 && needed)
            throw wrong("Missing checksum");
        if (parts.size() == 2 && parts.getLast().length() != CHECKSUM_LENGTH)
            throw wrong("Expected %d character checksum, not %d characters".formatted(CHECKSUM_LENGTH,
                    parts.getLast().length()));
        String right = checksum(body);
        if (parts.size() == 2 && !right.equals(parts.getLast()))
            throw wrong("Provided checksum '%s' does not match computed checksum '%s'".formatted(parts.getLast(),
                    right));
        return body;
    }

    /** Of a descriptor without one. */
    static String checksum(String body) {
        try {
            return Descriptor.withChecksum(body).substring(body.length() + 1);
        } catch (IllegalArgumentException _) {
            throw wrong("Invalid characters in payload");
        }
    }

    // --- Functions ---------------------------------------------------------------------------------------------

    private OutputDescriptor script(String text, Place place) {
        int open = text.indexOf('(');
        if (open < 0 || !text.endsWith(")"))
            throw unknown(text, place);
        String name = text.substring(0, open);
        String inside = text.substring(open + 1, text.length() - 1);
        return switch (name) {
            case "pk" -> new OutputDescriptor.OfKey(
                    place == Place.IN_TAPROOT ? OutputDescriptor.Form.LEAF : OutputDescriptor.Form.PK,
                    key("pk(): ", inside, place));
            case "pkh" -> {
                if (place == Place.IN_TAPROOT)
                    throw unknown(text, place);
                yield new OutputDescriptor.OfKey(OutputDescriptor.Form.PKH, key("pkh(): ", inside, place));
            }
            case "wpkh" -> {
                check(place == Place.TOP || place == Place.IN_HASH, "Can only have wpkh() at top level or inside sh()");
                yield new OutputDescriptor.OfKey(OutputDescriptor.Form.WPKH,
                        key("wpkh(): ", inside, Place.IN_WITNESS_KEY));
            }
            case "combo" -> {
                check(place == Place.TOP, "Can only have combo() at top level");
                yield new OutputDescriptor.OfKey(OutputDescriptor.Form.COMBO, key("combo(): ", inside, place));
            }
            case "rawtr" -> {
                check(place == Place.TOP, "Can only have rawtr at top level");
                check(parts(inside).size() == 1, "rawtr(): only one key expected.");
                yield new OutputDescriptor.OfKey(OutputDescriptor.Form.RAWTR,
                        key("rawtr(): ", inside, Place.IN_TAPROOT));
            }
            case "multi", "sortedmulti" -> {
                check(place != Place.IN_TAPROOT,
                        "Can only have multi/sortedmulti at top level, in sh(), or in wsh()");
                yield multi(inside, place, name.startsWith("sorted"));
            }
            case "multi_a", "sortedmulti_a" -> {
                check(place == Place.IN_TAPROOT, "Can only have multi_a/sortedmulti_a inside tr()");
                yield multi(inside, place, name.startsWith("sorted"));
            }
            default -> outer(name, text, inside, place);
        };
    }

    private OutputDescriptor outer(String name, String text, String inside, Place place) {
        return switch (name) {
            case "sh" -> {
                check(place == Place.TOP, "Can only have sh() at top level");
                yield new OutputDescriptor.Hidden(false, script(inside, Place.IN_HASH));
            }
            case "wsh" -> {
                check(place == Place.TOP || place == Place.IN_HASH, "Can only have wsh() at top level or inside sh()");
                yield new OutputDescriptor.Hidden(true, script(inside, Place.IN_WITNESS));
            }
            case "addr" -> {
                check(place == Place.TOP, "Can only have addr() at top level");
                Bytes script = address(inside);
                String shown = Address.of(script, params.addresses()).orElse(inside);
                yield new OutputDescriptor.Plain(script, "addr(" + shown + ")");
            }
            case "raw" -> {
                check(place == Place.TOP, "Can only have raw() at top level");
                Bytes script = hex(inside).orElseThrow(() -> wrong("Raw script is not hex"));
                yield new OutputDescriptor.Plain(script, "raw(" + script.hex() + ")");
            }
            case "tr" -> {
                check(place == Place.TOP, "Can only have tr at top level");
                yield taproot(inside);
            }
            default -> throw unknown(text, place);
        };
    }

    private static RpcError unknown(String text, Place place) {
        return wrong(switch (place) {
            case IN_HASH -> "A function is needed within P2SH";
            case IN_WITNESS -> "A function is needed within P2WSH";
            default -> "'%s' is not a valid descriptor function".formatted(text);
        });
    }

    private Bytes address(String text) {
        return switch (Address.parse(text, params.addresses())) {
            case Address.Parsed.Locking(Bytes script) -> script;
            case Address.Parsed.Invalid _ -> throw wrong("Address is not valid");
        };
    }

    private OutputDescriptor multi(String inside, Place place, boolean sorted) {
        List<String> parts = parts(inside);
        long required = number(parts.getFirst())
                .orElseThrow(() -> wrong("Multi threshold '%s' is not valid".formatted(parts.getFirst())));
        List<DescriptorKey> keys = new ArrayList<>();
        for (String part : parts.subList(1, parts.size()))
            keys.add(key("Multi: ", part, place));
        boolean leaf = place == Place.IN_TAPROOT;
        int most = leaf ? MAX_LEAF_KEYS : Limits.MAX_MULTISIG_KEYS;
        check(!keys.isEmpty() && keys.size() <= most,
                "Cannot have %d keys in %s; must have between 1 and %d keys, inclusive".formatted(keys.size(),
                        leaf ? "multi_a" : "multisig", most));
        check(required >= 1, "Multisig threshold cannot be %d, must be at least 1".formatted(required));
        check(required <= keys.size(), ("Multisig threshold cannot be larger than the number of keys; threshold is %d"
                + " but only %d keys specified").formatted(required, keys.size()));
        check(place != Place.TOP || keys.size() <= MAX_BARE_KEYS,
                "Cannot have %d pubkeys in bare multisig; only at most %d pubkeys".formatted(keys.size(),
                        MAX_BARE_KEYS));
        int length = keys.stream().mapToInt(key -> key.length() + 1).sum() + 3;
        check(place != Place.IN_HASH || length <= Limits.MAX_ITEM_BYTES,
                "P2SH script is too large, %d bytes is larger than %d bytes".formatted(length, Limits.MAX_ITEM_BYTES));
        return new OutputDescriptor.Multi((int) required, keys, sorted, leaf);
    }

    /** What stands between the commas that are in no brackets. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int end = end(text, from); end < text.length(); end = end(text, from)) {
            parts.add(text.substring(from, end));
            from = end + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** Where the expression ends that begins here: before a comma or a bracket that closes what it did not open. */
    private static int end(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(', '{' -> depth++;
                case ')', '}' -> {
                    if (--depth < 0)
                        return i;
                }
                case ',' -> {
                    if (depth == 0)
                        return i;
                }
                default -> {
                    // is part of it
                }
            }
        }
        return text.length();
    }

    // --- Taproot -----------------------------------------------------------------------------------------------

    private OutputDescriptor taproot(String inside) {
        int end = end(inside, 0);
        DescriptorKey internal = key("tr(): ", inside.substring(0, end), Place.IN_TAPROOT);
        if (end == inside.length())
            return new OutputDescriptor.OfTaproot(internal, Optional.empty());
        check(inside.charAt(end) == ',', "tr: expected ',', got '%c'".formatted(inside.charAt(end)));
        var tree = new TreeReader(inside, end + 1);
        OutputDescriptor.Tree scripts = tree.read(0);
        check(tree.at == inside.length(), "tr(): expected ')' after script expression");
        return new OutputDescriptor.OfTaproot(internal, Optional.of(scripts));
    }

    /** Reads {@code {LEFT,RIGHT}} and leaves. */
    private final class TreeReader {
        private final String text;
        private int at;

        TreeReader(String text, int at) {
            this.text = text;
            this.at = at;
        }

        OutputDescriptor.Tree read(int depth) {
            check(depth <= MAX_TREE_DEPTH, "tr() supports at most %d nesting levels".formatted(MAX_TREE_DEPTH));
            if (!skip('{')) {
                int from = at;
                at = end(text, from);
                return new OutputDescriptor.Tree.Leaf(script(text.substring(from, at), Place.IN_TAPROOT));
            }
            OutputDescriptor.Tree left = read(depth + 1);
            check(skip(','), "tr(): expected ',' after script expression");
            OutputDescriptor.Tree right = read(depth + 1);
            check(skip('}'), "tr(): expected '}' after script expression");
            return new OutputDescriptor.Tree.Branch(left, right);
        }

        private boolean skip(char wanted) {
            boolean there = at < text.length() && text.charAt(at) == wanted;
            if (there)
                at++;
            return there;
        }
    }

    // --- Keys --------------------------------------------------------------------------------------------------

    /** @param prefix of what is said if the key is wrong */
    private DescriptorKey key(String prefix, String text, Place place) {
        try {
            return key(text, place);
        } catch (RpcError e) {
            throw wrong(prefix + e.getMessage());
        }
    }

    private DescriptorKey key(String text, Place place) {
        apostrophe = false;
        List<String> parts = List.of(text.split("]", -1));
        check(parts.size() <= 2, "Multiple ']' characters found for a single pubkey");
        Optional<DescriptorKey.Origin> origin = parts.size() == 1
                ? Optional.empty()
                : Optional.of(origin(parts.getFirst()));
        DescriptorKey.Source source = source(parts.getLast(), place);
        return new DescriptorKey(origin, source, apostrophe);
    }

    private DescriptorKey.Origin origin(String text) {
        check(text.startsWith("["), "Key origin start '[ character expected but not found, got '%c' instead"
                .formatted(text.isEmpty() ? ']' : text.charAt(0)));
        List<String> steps = List.of(text.substring(1).split("/", -1));
        String digits = steps.getFirst();
        check(digits.length() == FINGERPRINT_DIGITS,
                "Fingerprint is not 4 bytes (%d characters instead of 8 characters)".formatted(digits.length()));
        Bytes fingerprint = hex(digits).orElseThrow(() -> wrong("Fingerprint '%s' is not hex".formatted(digits)));
        List<Integer> path = new ArrayList<>();
        for (String step : steps.subList(1, steps.size())) {
            check(!isChoice(step), "Key path value '%s' specifies multipath in a section where multipath is not allowed"
                    .formatted(step));
            path.add(step(step));
        }
        return new DescriptorKey.Origin(fingerprint, path);
    }

    private DescriptorKey.Source source(String text, Place place) {
        List<String> steps = List.of(text.split("/", -1));
        String key = steps.getFirst();
        check(!key.isEmpty(), "No key provided");
        if (steps.size() == 1) {
            Optional<Bytes> bytes = hex(key);
            if (bytes.isPresent())
                return published(key, bytes.get(), place);
            Optional<SecretKeys.Key> told = SecretKeys.parse(key);
            if (told.isPresent()) {
                check(place.takesLongKeys() || told.get().compressed(), "Uncompressed keys are not allowed");
                secret = true;
                return new DescriptorKey.Source.Fixed(told.get().point(), place == Place.IN_TAPROOT);
            }
        }
        ExtendedKey root = ExtendedKey.parse(key).orElseThrow(() -> wrong("key '%s' is not valid".formatted(key)));
        secret |= root.secret().isPresent();
        return derived(root, steps.subList(1, steps.size()));
    }

    private static DescriptorKey.Source published(String text, Bytes key, Place place) {
        boolean hybrid = key.length() > 0 && (key.at(0) == 6 || key.at(0) == 7);
        check(!hybrid || !Curve.isKey(key.toArray()), "Hybrid public keys are not allowed");
        if (Curve.isKey(key.toArray())) {
            check(place.takesLongKeys() || key.length() == 1 + X_BYTES, "Uncompressed keys are not allowed");
            return new DescriptorKey.Source.Fixed(key, false);
        }
        boolean x = place == Place.IN_TAPROOT && key.length() == X_BYTES && Curve.isX(key.toArray());
        check(x, "Pubkey '%s' is invalid".formatted(text));
        return new DescriptorKey.Source.Fixed(Bytes.ofHex(EVEN + key.hex()), true);
    }

    private DescriptorKey.Source derived(ExtendedKey root, List<String> steps) {
        String last = steps.isEmpty() ? "" : steps.getLast();
        DescriptorKey.Row row = switch (last) {
            case "*" -> DescriptorKey.Row.PLAIN;
            case "*'", "*h" -> DescriptorKey.Row.HARDENED;
            default -> DescriptorKey.Row.NONE;
        };
        if (row == DescriptorKey.Row.HARDENED)
            apostrophe = last.endsWith("'");
        List<Integer> path = new ArrayList<>();
        boolean chosen = false;
        for (String step : row == DescriptorKey.Row.NONE ? steps : steps.subList(0, steps.size() - 1)) {
            check(!chosen || !isChoice(step), "Multiple multipath key path specifiers found");
            chosen |= isChoice(step);
            path.add(isChoice(step) ? choice(step) : step(step));
        }
        return DescriptorKey.Source.Derived.of(root, path, row);
    }

    private static boolean isChoice(String step) {
        return step.startsWith("<") && step.endsWith(">");
    }

    private int choice(String text) {
        List<String> texts = List.of(text.substring(1, text.length() - 1).split(";", -1));
        check(texts.size() >= 2, "Multipath key path specifiers must have at least two items");
        check(texts.size() <= MAX_ALTERNATIVES,
                "Multipath key path specifiers must have at most %d items".formatted(MAX_ALTERNATIVES));
        // the first reading looks at all of them; how the last one is marked holds for each
        if (alternative > 0) {
            int chosen = step(texts.get(Math.min(alternative, texts.size() - 1)));
            texts.stream().filter(DescriptorParser::isHardened).reduce((_, later) -> later)
                    .ifPresent(last -> apostrophe = last.endsWith("'"));
            return chosen;
        }
        List<Integer> numbers = texts.stream().map(this::step).toList();
        Set<Integer> seen = new HashSet<>();
        for (int number : numbers)
            check(seen.add(number), "Duplicated key path value %s in multipath specifier"
                    .formatted(Integer.toUnsignedString(number)));
        alternatives.add(numbers.size());
        return numbers.getFirst();
    }

    private static boolean isHardened(String step) {
        return step.endsWith("'") || step.endsWith("h");
    }

    private int step(String text) {
        boolean hardened = isHardened(text);
        if (hardened)
            apostrophe = text.endsWith("'");
        String digits = hardened ? text.substring(0, text.length() - 1) : text;
        long number = number(digits)
                .orElseThrow(() -> wrong("Key path value '%s' is not a valid uint32".formatted(digits)));
        check(number <= Integer.MAX_VALUE, "Key path value %d is out of range".formatted(number));
        return (int) number | (hardened ? ExtendedKey.HARDENED : 0);
    }

    // --- Small things ------------------------------------------------------------------------------------------

    private static Optional<Long> number(String text) {
        boolean fits = NUMBER.matcher(text).matches() && Long.parseLong(text) <= MAX_U32;
        return fits ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static Optional<Bytes> hex(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Bytes.ofHex(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static void check(boolean good, String otherwise) {
        if (!good)
            throw wrong(otherwise);
    }

    private static RpcError wrong(String why) {
        return new RpcError(RpcError.Code.NOT_FOUND, why);
    }
}
