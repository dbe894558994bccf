package org.jackblockchain.consensus.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash160;
import org.jackblockchain.primitives.Sha256;

/** A way to lock an output, and to unlock it. */
sealed interface Lock {
    /** What unlocks an input. */
    record Unlocked(Bytes scriptSig, List<Bytes> witness) {}

    Bytes script();

    Unlocked unlock(SignedTransaction tx, int input, int hashType);

    private static Bytes pushes(List<Bytes> items) {
        var out = new ByteWriter();
        items.forEach(item -> out.bytes(minimalPush(item)));
        return out.toBytes();
    }

    private static Bytes minimalPush(Bytes item) {
        boolean small = item.length() == 1 && item.at(0) >= 1 && item.at(0) <= 16;
        return small ? Scripts.pushNumber(item.at(0)) : Scripts.pushData(item);
    }

    private static Bytes p2sh(Bytes redeemScript) {
        return new ByteWriter().u8(Op.OP_HASH160).u8(20).array(Hash160.of(redeemScript.toArray())).u8(Op.OP_EQUAL)
                .toBytes();
    }

    /** The program stands in the output. */
    record Bare(Program program) implements Lock {
        @Override
        public Bytes script() {
            return program.script();
        }

        @Override
        public Unlocked unlock(SignedTransaction tx, int input, int hashType) {
            return new Unlocked(pushes(program.unlock(tx, input, Rules.LEGACY, hashType, Optional.empty())),
                    List.of());
        }
    }

    record P2sh(Program program) implements Lock {
        @Override
        public Bytes script() {
            return p2sh(program.script());
        }

        @Override
        public Unlocked unlock(SignedTransaction tx, int input, int hashType) {
            Bytes pushes = pushes(program.unlock(tx, input, Rules.LEGACY, hashType, Optional.empty()));
            return new Unlocked(new ByteWriter().bytes(pushes).bytes(Scripts.pushData(program.script())).toBytes(),
                    List.of());
        }
    }

    record P2pkh(int key) implements Lock {
        @Override
        public Bytes script() {
            return new ByteWriter().u8(Op.OP_DUP).u8(Op.OP_HASH160).u8(20).array(Hash160.of(Keys.key(key)))
                    .u8(Op.OP_EQUALVERIFY).u8(Op.OP_CHECKSIG).toBytes();
        }

        @Override
        public Unlocked unlock(SignedTransaction tx, int input, int hashType) {
            Bytes signature = Keys.ecdsa(key, tx, input, Rules.LEGACY, script().toArray(), hashType);
            return new Unlocked(pushes(List.of(signature, Bytes.of(Keys.key(key)))), List.of());
        }
    }

    /** @param nested whether it stands behind a script hash */
    record P2wpkh(int key, boolean nested) implements Lock {
        private Bytes program() {
            return new ByteWriter().u8(0).u8(20).array(Hash160.of(Keys.key(key))).toBytes();
        }

        @Override
        public Bytes script() {
            return nested ? p2sh(program()) : program();
        }

        @Override
        public Unlocked unlock(SignedTransaction tx, int input, int hashType) {
            byte[] code = new P2pkh(key).script().toArray();
            Bytes signature = Keys.ecdsa(key, tx, input, Rules.WITNESS_V0, code, hashType);
            return new Unlocked(nested ? Scripts.pushData(program()) : Bytes.EMPTY,
                    List.of(signature, Bytes.of(Keys.key(key))));
        }
    }

    /** @param nested whether it stands behind a script hash */
    record P2wsh(Program program, boolean nested) implements Lock {
        private Bytes hash() {
            return new ByteWriter().u8(0).u8(32).array(Sha256.once(program.script().toArray())).toBytes();
        }

        @Override
        public Bytes script() {
            return nested ? p2sh(hash()) : hash();
        }

        @Override
        public Unlocked unlock(SignedTransaction tx, int input, int hashType) {
            var witness = new ArrayList<>(program.unlock(tx, input, Rules.WITNESS_V0, hashType, Optional.empty()));
            witness.add(program.script());
            return new Unlocked(nested ? Scripts.pushData(hash()) : Bytes.EMPTY, witness);
        }
    }

    /** @param root of the scripts that could be run instead; empty for none */
    record TaprootKey(int key, Bytes root, Optional<Bytes> annex) implements Lock {
        private byte[] tweak() {
            return Taproot.tweak(Keys.x(key), root.toArray());
        }

        @Override
        public Bytes script() {
            byte[] output = Curve.add(Keys.x(key), tweak()).orElseThrow();
            return new ByteWriter().u8(Op.OP_1).u8(32).array(output, 1, 32).toBytes();
        }

        @Override
        public Unlocked unlock(SignedTransaction tx, int input, int hashType) {
            byte[] secret = Curve.tweakedSecret(Keys.secret(key), tweak());
            var witness = new ArrayList<Bytes>();
            witness.add(Keys.schnorr(secret, tx, input, hashType, Keys.place(annex, null, -1)));
            annex.ifPresent(witness::add);
            return new Unlocked(Bytes.EMPTY, witness);
        }
    }

    /** @param path the hashes beside the leaf's way to the root, from the leaf up */
    record TaprootLeaf(int key, Program program, int version, List<Bytes> path, Optional<Bytes> annex)
            implements
                Lock {
        private byte[] output() {
            byte[] root = Taproot.leafHash(version, program.script().toArray());
            for (Bytes node : path)
                root = Taproot.branchHash(root, node.toArray());
            return Curve.add(Keys.x(key), Taproot.tweak(Keys.x(key), root)).orElseThrow();
        }

        @Override
        public Bytes script() {
            return new ByteWriter().u8(Op.OP_1).u8(32).array(Arrays.copyOfRange(output(), 1, 33)).toBytes();
        }

        Bytes control() {
            var control = new ByteWriter().u8(version | (output()[0] & 1)).array(Keys.x(key));
            path.forEach(control::bytes);
            return control.toBytes();
        }

        @Override
        public Unlocked unlock(SignedTransaction tx, int input, int hashType) {
            var witness = new ArrayList<>(program.unlock(tx, input, Rules.TAPSCRIPT, hashType, annex));
            witness.add(program.script());
            witness.add(control());
            annex.ifPresent(witness::add);
            return new Unlocked(Bytes.EMPTY, witness);
        }
    }
}
