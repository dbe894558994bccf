package org.jackblockchain.rpc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jackblockchain.consensus.script.Curve;
import org.jackblockchain.consensus.script.ScriptReader;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.consensus.script.Sighash;
import org.jackblockchain.consensus.script.SignedTransaction;
import org.jackblockchain.consensus.script.Solution;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash160;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/**
 * Unlocks one input with what is known: secret keys, scripts behind hashes, and signatures that others made. What is
 * missing leaves a gap that somebody else may fill.
 */
final class Signer {
    private static final int HASH_BYTES = 32;
    private static final byte[] NO_CHANCE = new byte[HASH_BYTES];
    private static final String KEY_HASH_START = "76a914";
    private static final String KEY_HASH_END = "88ac";

    private final SignedTransaction signed;
    private final int at;
    private final int hashType;
    private final SecretKeys keys;
    /** By both of their hashes. */
    private final Map<Bytes, Bytes> scripts = new HashMap<>();
    /** Items of earlier unlockings, among which signatures may be. */
    private final List<Bytes> found = new ArrayList<>();

    /** @param hashType as a signature ends with it; {@link Sighash#DEFAULT} for the usual one */
    Signer(SignedTransaction signed, int at, int hashType, SecretKeys keys) {
        this.signed = signed;
        this.at = at;
        this.hashType = hashType;
        this.keys = keys;
    }

    /** A script that may stand behind the output's hash. */
    void knows(Bytes script) {
        scripts.put(hash160(script), script);
        scripts.put(sha256(script), script);
    }

    /** What somebody else unlocked this input with. */
    void learn(TxIn input) {
        List<Bytes> items = new ArrayList<>(pushes(input.scriptSig()));
        items.addAll(input.witness());
        items.forEach(this::knows);
        found.addAll(items);
    }

    private static List<Bytes> pushes(Bytes scriptSig) {
        List<Bytes> items = new ArrayList<>();
        var in = new ScriptReader(scriptSig);
        while (in.next())
            items.add(in.data());
        return items;
    }

    static Bytes witnessOutput(Bytes script) {
        return new ByteWriter().u8(0).varBytes(sha256(script)).toBytes();
    }

    static Bytes sha256(Bytes bytes) {
        return Bytes.of(Sha256.once(bytes.toArray()));
    }

    static Bytes hash160(Bytes bytes) {
        return Bytes.of(Hash160.of(bytes.toArray()));
    }

    /** The input with as much as is known; empty where that is nothing. */
    Optional<TxIn> unlock(TxIn plain, TxOut output) {
        Solution solution = Solution.of(output.script());
        return switch (solution.type()) {
            case SCRIPTHASH -> script(solution).flatMap(redeem -> nested(plain, redeem));
            case WITNESS_V0_KEYHASH, WITNESS_V0_SCRIPTHASH, WITNESS_V1_TAPROOT ->
                witness(solution).map(items -> withWitness(plain, Bytes.EMPTY, items));
            default -> items(output.script(), false)
                    .map(items -> new TxIn(plain.previous(), pushAll(items), plain.sequence(), List.of()));
        };
    }

    private Optional<Bytes> script(Solution solution) {
        return Optional.ofNullable(scripts.get(solution.parts().getFirst()));
    }

    private Optional<TxIn> nested(TxIn plain, Bytes redeem) {
        Solution solution = Solution.of(redeem);
        return switch (solution.type()) {
            case WITNESS_V0_KEYHASH, WITNESS_V0_SCRIPTHASH ->
                witness(solution).map(items -> withWitness(plain, Scripts.pushData(redeem), items));
            case SCRIPTHASH, WITNESS_V1_TAPROOT -> Optional.empty();
            default -> items(redeem, false).map(items -> {
                items.add(redeem);
                return new TxIn(plain.previous(), pushAll(items), plain.sequence(), List.of());
            });
        };
    }

    private static TxIn withWitness(TxIn plain, Bytes scriptSig, List<Bytes> witness) {
        return new TxIn(plain.previous(), scriptSig, plain.sequence(), witness);
    }

    private Optional<List<Bytes>> witness(Solution solution) {
        Bytes part = solution.parts().getFirst();
        return switch (solution.type()) {
            case WITNESS_V0_KEYHASH -> items(Bytes.ofHex(KEY_HASH_START + part.hex() + KEY_HASH_END), true);
            case WITNESS_V0_SCRIPTHASH -> script(solution).flatMap(script -> items(script, true).map(items -> {
                items.add(script);
                return items;
            }));
            default -> keys.ofTaproot(part).filter(_ -> signed.isComplete()).flatMap(this::schnorr);
        };
    }

    private Optional<List<Bytes>> schnorr(Bytes secret) {
        return Sighash.taproot(signed, at, hashType).map(hash -> {
            var signature = new ByteWriter().array(Curve.signSchnorr(secret.toArray(), hash, NO_CHANCE));
            return List.of((hashType == Sighash.DEFAULT ? signature : signature.u8(hashType)).toBytes());
        });
    }

    /** What a script that hides nothing more asks for. */
    private Optional<List<Bytes>> items(Bytes script, boolean segwit) {
        Solution solution = Solution.of(script);
        return switch (solution.type()) {
            case PUBKEY -> signature(solution.parts().getFirst(), script, segwit).map(one -> listOf(one));
            case PUBKEYHASH -> key(solution.parts().getFirst())
                    .flatMap(key -> signature(key, script, segwit).map(one -> listOf(one, key)));
            case MULTISIG -> multisig(solution, script, segwit);
            default -> Optional.empty();
        };
    }

    private static List<Bytes> listOf(Bytes... items) {
        return new ArrayList<>(List.of(items));
    }

    /** The public key behind a hash. */
    private Optional<Bytes> key(Bytes hash) {
        return keys.find(hash).map(SecretKeys.Key::point)
                .or(() -> found.stream().filter(item -> hash160(item).equals(hash)).findFirst());
    }

    /** In the order of the keys; for those that are missing stands nothing. */
    private Optional<List<Bytes>> multisig(Solution solution, Bytes script, boolean segwit) {
        List<Bytes> items = listOf(Bytes.EMPTY);
        for (Bytes key : solution.parts()) {
            if (items.size() <= solution.required())
                signature(key, script, segwit).ifPresent(items::add);
        }
        if (items.size() == 1)
            return Optional.empty();
        while (items.size() <= solution.required())
            items.add(Bytes.EMPTY);
        return Optional.of(items);
    }

    /** A new one by the key's secret, or one that somebody else made. */
    private Optional<Bytes> signature(Bytes key, Bytes script, boolean segwit) {
        Optional<SecretKeys.Key> secret = keys.find(key);
        if (secret.isEmpty())
            return found.stream().filter(item -> isSignature(item, key, script, segwit)).findFirst();
        int type = hashType == Sighash.DEFAULT ? Sighash.ALL : hashType;
        byte[] made = Curve.signEcdsa(secret.get().secret().toArray(), hash(script, segwit, type));
        return Optional.of(new ByteWriter().array(made).u8(type).toBytes());
    }

    private boolean isSignature(Bytes item, Bytes key, Bytes script, boolean segwit) {
        if (item.length() < 2 || !Scripts.isStrictSignature(item))
            return false;
        int type = item.at(item.length() - 1) & 0xff;
        return Curve.verifyEcdsa(hash(script, segwit, type), key.toArray(),
                item.slice(0, item.length() - 1).toArray());
    }

    private byte[] hash(Bytes script, boolean segwit, int type) {
        return segwit
                ? Sighash.segwitV0(signed, at, script.toArray(), type)
                : Sighash.legacy(signed, at, script.toArray(), type);
    }

    private static Bytes pushAll(List<Bytes> items) {
        var out = new ByteWriter();
        items.forEach(item -> out.bytes(Scripts.pushData(item)));
        return out.toBytes();
    }
}
