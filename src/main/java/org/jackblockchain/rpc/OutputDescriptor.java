package org.jackblockchain.rpc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jackblockchain.consensus.script.Curve;
import org.jackblockchain.consensus.script.Op;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.consensus.script.Taproot;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;

/** An output descriptor (BIP380 and following): which scripts outputs have, and where their keys come from. */
sealed interface OutputDescriptor {
    /** As BIP67 sorts keys. */
    Comparator<Bytes> BY_BYTES = Comparator.comparing(Bytes::toArray, Arrays::compareUnsigned);

    /**
     * A script as it is, or that of an address.
     *
     * @param text the whole descriptor
     */
    record Plain(Bytes script, String text) implements OutputDescriptor {}

    /** Of one key. */
    record OfKey(Form form, DescriptorKey key) implements OutputDescriptor {}

    /**
     * Some of several keys.
     *
     * @param inLeaf whether it stands in a leaf of taproot (BIP387)
     */
    record Multi(int required, List<DescriptorKey> keys, boolean sorted, boolean inLeaf) implements OutputDescriptor {
        public Multi {
            keys = List.copyOf(keys);
        }

        private String name() {
            return (sorted ? "sortedmulti" : "multi") + (inLeaf ? "_a" : "");
        }

        private Expanded of(List<DescriptorKey.Single> found) {
            Function<DescriptorKey.Single, Bytes> shown = inLeaf
                    ? DescriptorKey.Single::x
                    : DescriptorKey.Single::point;
            List<DescriptorKey.Single> ordered = sorted
                    ? found.stream().sorted(Comparator.comparing(shown, BY_BYTES)).toList()
                    : found;
            List<Bytes> points = ordered.stream().map(shown).toList();
            String texts = ordered.stream().map(key -> "," + key.text(inLeaf)).collect(Collectors.joining());
            return new Expanded(inLeaf ? leaf(points) : MultisigMethod.script(required, points),
                    Optional.of("%s(%d%s)".formatted(inLeaf ? "multi_a" : "multi", required, texts)));
        }

        private Bytes leaf(List<Bytes> points) {
            var out = new ByteWriter();
            for (int i = 0; i < points.size(); i++)
                out.varBytes(points.get(i)).u8(i == 0 ? Op.OP_CHECKSIG : Op.OP_CHECKSIGADD);
            return out.bytes(Scripts.pushNumber(required)).u8(Op.OP_NUMEQUAL).toBytes();
        }
    }

    /** What stands behind a hash. */
    record Hidden(boolean inWitness, OutputDescriptor inner) implements OutputDescriptor {
        private String name() {
            return inWitness ? "wsh" : "sh";
        }
    }

    /** A key, and maybe scripts. */
    record OfTaproot(DescriptorKey internal, Optional<Tree> scripts) implements OutputDescriptor {
        private Optional<Expanded> of(DescriptorKey.Single key, int index) {
            Optional<Grown> tree = scripts.flatMap(found -> grow(found, index));
            if (tree.isPresent() != scripts.isPresent())
                return Optional.empty();
            byte[] root = tree.map(Grown::hash).orElse(Bytes.EMPTY).toArray();
            byte[] internalKey = key.x().toArray();
            return Curve.add(internalKey, Taproot.tweak(internalKey, root)).map(Bytes::of)
                    .map(output -> new Expanded(
                            new ByteWriter().u8(Op.OP_1).varBytes(output.slice(1, output.length())).toBytes(),
                            Optional.of("tr(" + key.text(true) + tree.map(found -> "," + found.text()).orElse("")
                                    + ")")));
        }

        /** A tree with its keys told. */
        private record Grown(Bytes hash, String text) {}

        private static Optional<Grown> grow(Tree tree, int index) {
            return switch (tree) {
                case Tree.Leaf(OutputDescriptor script) -> script.one(index).map(found -> new Grown(
                        Bytes.of(Taproot.leafHash(Taproot.TAPSCRIPT, found.script().toArray())),
                        found.text().orElseThrow()));
                case Tree.Branch(Tree left, Tree right) -> grow(left, index).flatMap(one -> grow(right, index)
                        .map(other -> new Grown(
                                Bytes.of(Taproot.branchHash(one.hash().toArray(), other.hash().toArray())),
                                "{" + one.text() + "," + other.text() + "}")));
            };
        }
    }

    /** The scripts of a taproot output. */
    sealed interface Tree {
        record Leaf(OutputDescriptor script) implements Tree {}

        record Branch(Tree left, Tree right) implements Tree {}
    }

    /** What a single key is used for. */
    enum Form {
        PK("pk"),
        PKH("pkh"),
        WPKH("wpkh"),
        COMBO("combo"),
        RAWTR("rawtr"),
        /** A leaf of taproot. */
        LEAF("pk");

        private final String word;

        Form(String word) {
            this.word = word;
        }

        boolean isXOnly() {
            return this == RAWTR || this == LEAF;
        }
    }

    /**
     * A script that a descriptor stands for.
     *
     * @param text a descriptor for this one alone, with the origins of its keys, without checksum; empty where no
     *            more is known than the script tells
     */
    record Expanded(Bytes script, Optional<String> text) {}

    /** All keys, as far as they are in it. */
    default Stream<DescriptorKey> allKeys() {
        return switch (this) {
            case Plain _ -> Stream.empty();
            case OfKey(_, DescriptorKey key) -> Stream.of(key);
            case Multi multi -> multi.keys().stream();
            case Hidden(_, OutputDescriptor inner) -> inner.allKeys();
            case OfTaproot(DescriptorKey internal, Optional<Tree> scripts) ->
                Stream.concat(Stream.of(internal), scripts.stream().flatMap(OutputDescriptor::keysOf));
        };
    }

    private static Stream<DescriptorKey> keysOf(Tree tree) {
        return switch (tree) {
            case Tree.Leaf(OutputDescriptor script) -> script.allKeys();
            case Tree.Branch(Tree left, Tree right) -> Stream.concat(keysOf(left), keysOf(right));
        };
    }

    /** Whether it stands for a row of outputs. */
    default boolean isRange() {
        return allKeys().anyMatch(DescriptorKey::isRow);
    }

    /** Whether who has the keys can spend. */
    default boolean isSolvable() {
        return !(this instanceof Plain);
    }

    /** As it was said, without secrets, and without checksum. */
    default String text() {
        return text(DescriptorKey::text);
    }

    private String text(Function<DescriptorKey, String> shown) {
        return switch (this) {
            case Plain(_, String text) -> text;
            case OfKey(Form form, DescriptorKey key) -> form.word + "(" + shown.apply(key) + ")";
            case Multi multi -> multi.name() + "(" + multi.required() + ","
                    + multi.keys().stream().map(shown).collect(Collectors.joining(",")) + ")";
            case Hidden hidden -> hidden.name() + "(" + hidden.inner().text(shown) + ")";
            case OfTaproot(DescriptorKey internal, Optional<Tree> scripts) -> "tr(" + shown.apply(internal)
                    + scripts.map(tree -> "," + text(tree, shown)).orElse("") + ")";
        };
    }

    private static String text(Tree tree, Function<DescriptorKey, String> shown) {
        return switch (tree) {
            case Tree.Leaf(OutputDescriptor script) -> script.text(shown);
            case Tree.Branch(Tree left, Tree right) -> "{" + text(left, shown) + "," + text(right, shown) + "}";
        };
    }

    /**
     * The scripts at this place of the row: of a combo all usual ones of its key, otherwise one.
     *
     * @return empty where that asks for secrets that are not here
     */
    default Optional<List<Expanded>> at(int index) {
        return switch (this) {
            case OfKey(Form form, DescriptorKey key) when form == Form.COMBO ->
                key.at(index).map(OutputDescriptor::combined);
            default -> one(index).map(List::of);
        };
    }

    private static List<Expanded> combined(DescriptorKey.Single key) {
        List<Expanded> all = new ArrayList<>();
        all.add(ofKey(Form.PK, key));
        all.add(ofKey(Form.PKH, key));
        if (key.isCompressed()) {
            Expanded witness = ofKey(Form.WPKH, key);
            all.add(witness);
            all.add(hidden("sh", MultisigMethod.scriptHash(witness.script()), witness));
        }
        return all;
    }

    private Optional<Expanded> one(int index) {
        return switch (this) {
            case Plain(Bytes script, _) -> Optional.of(new Expanded(script, Optional.empty()));
            case OfKey(Form form, DescriptorKey key) -> key.at(index).map(single -> ofKey(form, single));
            case Multi multi -> singles(multi.keys(), index).map(multi::of);
            case Hidden(boolean inWitness, OutputDescriptor inner) -> inner.one(index)
                    .map(found -> inWitness
                            ? hidden("wsh", Signer.witnessOutput(found.script()), found)
                            : hidden("sh", MultisigMethod.scriptHash(found.script()), found));
            case OfTaproot taproot -> taproot.internal().at(index).flatMap(key -> taproot.of(key, index));
        };
    }

    private static Expanded hidden(String name, Bytes script, Expanded inner) {
        return new Expanded(script, inner.text().map(text -> name + "(" + text + ")"));
    }

    private static Optional<List<DescriptorKey.Single>> singles(List<DescriptorKey> keys, int index) {
        List<DescriptorKey.Single> singles = keys.stream().flatMap(key -> key.at(index).stream()).toList();
        return singles.size() == keys.size() ? Optional.of(singles) : Optional.empty();
    }

    private static Expanded ofKey(Form form, DescriptorKey.Single key) {
        Bytes script = switch (form) {
            case PK -> new ByteWriter().bytes(Scripts.pushData(key.point())).u8(Op.OP_CHECKSIG).toBytes();
            case PKH, COMBO -> new ByteWriter().u8(Op.OP_DUP).u8(Op.OP_HASH160).varBytes(Signer.hash160(key.point()))
                    .u8(Op.OP_EQUALVERIFY).u8(Op.OP_CHECKSIG).toBytes();
            case WPKH -> new ByteWriter().u8(0).varBytes(Signer.hash160(key.point())).toBytes();
            case RAWTR -> new ByteWriter().u8(Op.OP_1).varBytes(key.x()).toBytes();
            case LEAF -> new ByteWriter().varBytes(key.x()).u8(Op.OP_CHECKSIG).toBytes();
        };
        return new Expanded(script, Optional.of(form.word + "(" + key.text(form.isXOnly()) + ")"));
    }
}
