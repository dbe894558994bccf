package org.jackblockchain.consensus.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash160;

/** A script of small conditions one after the other, and what unlocks it: an own signer, apart from what it tests. */
final class Program {
    /** What has to be on the stack: an item as it is, or a signature. The first of them is taken first. */
    private sealed interface Need {
        record Item(Bytes item) implements Need {}

        /** @param separator the number of the last CODESEPARATOR's operation, -1 if there is none */
        record Signature(int key, int codeStart, int separator) implements Need {}
    }

    private final boolean tapscript;
    private final ByteWriter script = new ByteWriter();
    private final List<Need> needs = new ArrayList<>();
    private int ops;
    private int codeStart;
    private int separator = -1;

    Program(boolean tapscript) {
        this.tapscript = tapscript;
    }

    Bytes script() {
        return script.toBytes();
    }

    Program op(int code) {
        script.u8(code);
        ops++;
        return this;
    }

    Program number(long number) {
        script.bytes(Scripts.pushNumber(number));
        ops++;
        return this;
    }

    Program push(byte[] data) {
        script.bytes(Scripts.pushData(Bytes.of(data)));
        ops++;
        return this;
    }

    Program need(byte... item) {
        needs.add(new Need.Item(Bytes.of(item)));
        return this;
    }

    /** Goes on signing from here. */
    Program separate() {
        separator = ops;
        op(Op.OP_CODESEPARATOR);
        codeStart = script.length();
        return this;
    }

    private byte[] key(int key) {
        return tapscript ? Keys.x(key) : Keys.key(key);
    }

    Program signed(int key) {
        needs.add(new Need.Signature(key, codeStart, separator));
        return push(key(key)).op(Op.OP_CHECKSIGVERIFY);
    }

    /** The first {@code required} of so many keys sign. */
    Program signedBy(int required, int keys) {
        return tapscript ? added(required, keys) : multisig(required, keys);
    }

    private Program multisig(int required, int keys) {
        for (int key = required - 1; key >= 0; key--)
            needs.add(new Need.Signature(key, codeStart, separator));
        need();
        number(required);
        for (int key = 0; key < keys; key++)
            push(Keys.key(key));
        return number(keys).op(Op.OP_CHECKMULTISIGVERIFY);
    }

    private Program added(int required, int keys) {
        for (int key = 0; key < keys; key++) {
            if (key < required)
                needs.add(new Need.Signature(key, codeStart, separator));
            else
                need();
            push(key(key)).op(key == 0 ? Op.OP_CHECKSIG : Op.OP_CHECKSIGADD);
        }
        return number(required).op(Op.OP_NUMEQUALVERIFY);
    }

    Program preimage(byte[] secret) {
        return need(secret).op(Op.OP_HASH160).push(Hash160.of(secret)).op(Op.OP_EQUALVERIFY);
    }

    /** The true branch holds nothing, the other fails. */
    Program branch() {
        return need((byte) 1).op(Op.OP_IF).op(Op.OP_ELSE).op(Op.OP_RETURN).op(Op.OP_ENDIF);
    }

    /** What unlocks it, bottom first. */
    List<Bytes> unlock(SignedTransaction tx, int input, Rules rules, int hashType, Optional<Bytes> annex) {
        var items = new ArrayList<Bytes>();
        for (Need need : needs.reversed())
            items.add(item(need, tx, input, rules, hashType, annex));
        return items;
    }

    private Bytes item(Need need, SignedTransaction tx, int input, Rules rules, int type, Optional<Bytes> annex) {
        return switch (need) {
            case Need.Item(Bytes item) -> item;
            case Need.Signature(int key, int start, int last) -> {
                byte[] code = script.toArray();
                yield switch (rules) {
                    case LEGACY, WITNESS_V0 ->
                        Keys.ecdsa(key, tx, input, rules, Arrays.copyOfRange(code, start, code.length), type);
                    case TAPSCRIPT -> Keys.schnorr(Keys.secret(key), tx, input, type,
                            Keys.place(annex, Taproot.leafHash(Taproot.TAPSCRIPT, code), last));
                };
            }
        };
    }
}
