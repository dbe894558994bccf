package org.jackblockchain.consensus.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;

/** Spends by chance: good ones of every kind, some of them spoiled, and scripts without sense. */
final class SpendMaker {
    private static final int KEYS = 5;
    private static final int[] HASH_TYPES = {1, 1, 1, 2, 3, 0x81, 0x82, 0x83};

    private final Random chance;

    SpendMaker(long seed) {
        chance = new Random(seed);
    }

    /** Good or spoiled or without sense. */
    Spend any() {
        Spend spend = chance.nextInt(3) == 0 ? senseless() : good();
        int spoils = chance.nextInt(3) == 0 ? 0 : 1 + chance.nextInt(2);
        for (int i = 0; i < spoils; i++)
            spend = spoiled(spend);
        return spend.by(flags());
    }

    ScriptFlags flags() {
        return switch (chance.nextInt(4)) {
            case 0 -> ScriptFlags.MANDATORY;
            case 1 -> ScriptFlags.STANDARD;
            case 2 -> Spends.filled(new ScriptFlags(chance.nextInt(1 << 21)));
            default -> Spends.filled(ScriptFlags.MANDATORY.plus(oneFlag()));
        };
    }

    private ScriptFlag oneFlag() {
        ScriptFlag[] flags = ScriptFlag.values();
        return flags[chance.nextInt(flags.length)];
    }

    /** Good by the mandatory flags. */
    Spend good() {
        int lockTime = chance.nextBoolean() ? chance.nextInt(1_000) : 500_000_000 + chance.nextInt(1_000);
        int inputs = 1 + chance.nextInt(3);
        var locks = new ArrayList<Lock>();
        var ins = new ArrayList<TxIn>();
        var spent = new ArrayList<TxOut>();
        for (int i = 0; i < inputs; i++) {
            int sequence = chance.nextInt(4) == 0 ? 0x400000 | chance.nextInt(10) : chance.nextInt(10);
            Lock lock = lock(lockTime, sequence);
            locks.add(lock);
            ins.add(new TxIn(new OutPoint(new Txid(1, 2, 3, chance.nextLong()), chance.nextInt(4)), Bytes.EMPTY,
                    sequence, List.of()));
            spent.add(new TxOut(chance.nextInt(1_000_000), lock.script()));
        }
        var unsigned = new Transaction(2, ins, outputs(), lockTime);
        var signed = SignedTransaction.of(unsigned, spent);
        for (int i = 0; i < inputs; i++) {
            var unlocked = locks.get(i).unlock(signed, i, hashType(locks.get(i), i, unsigned));
            ins.set(i, new TxIn(ins.get(i).previous(), unlocked.scriptSig(), ins.get(i).sequence(),
                    unlocked.witness()));
        }
        var tx = new Transaction(2, ins, unsigned.outputs(), lockTime);
        return new Spend(tx, spent, chance.nextInt(inputs), ScriptFlags.MANDATORY);
    }

    private int hashType(Lock lock, int input, Transaction tx) {
        boolean taproot = lock instanceof Lock.TaprootKey || lock instanceof Lock.TaprootLeaf;
        int type = taproot && chance.nextBoolean() ? 0 : HASH_TYPES[chance.nextInt(HASH_TYPES.length)];
        boolean noOutput = (type & 3) == 3 && input >= tx.outputs().size();
        return taproot && noOutput ? 0 : type;
    }

    private List<TxOut> outputs() {
        var outputs = new ArrayList<TxOut>();
        for (int count = 1 + chance.nextInt(3); count > 0; count--)
            outputs.add(new TxOut(chance.nextInt(1_000_000), bytes(chance.nextInt(30))));
        return outputs;
    }

    private Lock lock(int lockTime, int sequence) {
        return switch (chance.nextInt(10)) {
            case 0 -> new Lock.Bare(program(false, lockTime, sequence));
            case 1 -> new Lock.P2sh(program(false, lockTime, sequence));
            case 2 -> new Lock.P2pkh(key());
            case 3 -> new Lock.P2wpkh(key(), chance.nextBoolean());
            case 4, 5 -> new Lock.P2wsh(program(false, lockTime, sequence), chance.nextBoolean());
            case 6, 7 -> new Lock.TaprootKey(key(), chance.nextBoolean() ? Bytes.EMPTY : bytes(32), annex());
            default -> leaf(lockTime, sequence);
        };
    }

    private Lock leaf(int lockTime, int sequence) {
        var path = new ArrayList<Bytes>();
        for (int length = chance.nextInt(4); length > 0; length--)
            path.add(bytes(32));
        int version = chance.nextInt(8) == 0 ? 2 * chance.nextInt(128) : Taproot.TAPSCRIPT;
        return new Lock.TaprootLeaf(key(), program(true, lockTime, sequence), version, path, annex());
    }

    private int key() {
        return chance.nextInt(KEYS);
    }

    private Optional<Bytes> annex() {
        if (chance.nextInt(3) > 0)
            return Optional.empty();
        byte[] annex = bytes(1 + chance.nextInt(20)).toArray();
        annex[0] = Taproot.ANNEX_TAG;
        return Optional.of(Bytes.of(annex));
    }

    private Program program(boolean tapscript, int lockTime, int sequence) {
        var program = new Program(tapscript);
        for (int parts = 1 + chance.nextInt(4); parts > 0; parts--)
            addPart(program, lockTime, sequence);
        return program.number(1);
    }

    private void addPart(Program program, int lockTime, int sequence) {
        switch (chance.nextInt(8)) {
            case 0, 1 -> program.signed(key());
            case 2 -> {
                int keys = 1 + chance.nextInt(3);
                program.signedBy(chance.nextInt(keys + 1), keys);
            }
            case 3 -> program.number(Math.max(0, lockTime - chance.nextInt(3))).op(Op.OP_CHECKLOCKTIMEVERIFY)
                    .op(Op.OP_DROP);
            case 4 -> program.number(Math.max(sequence & 0x400000, sequence - chance.nextInt(3)))
                    .op(Op.OP_CHECKSEQUENCEVERIFY).op(Op.OP_DROP);
            case 5 -> program.preimage(bytes(chance.nextInt(40)).toArray());
            case 6 -> program.separate();
            default -> program.branch();
        }
    }

    /** Any operations over any items, by any rules. */
    Spend senseless() {
        var script = new ByteWriter();
        for (int count = 1 + chance.nextInt(25); count > 0; count--)
            addOp(script);
        Bytes code = script.toBytes();
        var items = new ArrayList<Bytes>();
        for (int count = chance.nextInt(8); count > 0; count--)
            items.add(item());
        var program = new Program(true);
        for (int i = 0; i < code.length(); i++)
            program.op(code.at(i) & 0xff);
        items.reversed().forEach(item -> program.need(item.toArray()));
        Lock lock = switch (chance.nextInt(4)) {
            case 0 -> new Lock.Bare(program);
            case 1 -> new Lock.P2sh(program);
            case 2 -> new Lock.P2wsh(program, chance.nextBoolean());
            default -> new Lock.TaprootLeaf(key(), program, Taproot.TAPSCRIPT, List.of(), annex());
        };
        var spent = List.of(new TxOut(chance.nextInt(1_000), lock.script()));
        var in = new TxIn(new OutPoint(new Txid(1, 2, 3, 4), 0), Bytes.EMPTY, chance.nextInt(3), List.of());
        var unsigned = new Transaction(2, List.of(in), outputs(), chance.nextInt(20));
        var unlocked = lock.unlock(SignedTransaction.of(unsigned, spent), 0, 1);
        return new Spend(unsigned, spent, 0, ScriptFlags.MANDATORY)
                .with(new TxIn(in.previous(), unlocked.scriptSig(), in.sequence(), unlocked.witness()));
    }

    private void addOp(ByteWriter out) {
        switch (chance.nextInt(10)) {
            case 0, 1 -> out.bytes(Scripts.pushNumber(chance.nextInt(8) - 2));
            case 2 -> out.bytes(Scripts.pushData(item()));
            case 3 -> out.u8(Op.OP_IF + chance.nextInt(8));
            case 4 -> out.bytes(Scripts.pushData(bytes(33)));
            case 5 -> out.u8(chance.nextInt(256));
            default -> out.u8(Op.OP_NOP + chance.nextInt(Op.OP_CHECKSIGADD - Op.OP_NOP + 1));
        }
    }

    private Bytes item() {
        return switch (chance.nextInt(6)) {
            case 0 -> Bytes.EMPTY;
            case 1 -> Bytes.of((byte) 1);
            case 2 -> Bytes.of(ScriptNumber.bytes(chance.nextInt(20) - 5));
            case 3 -> Bytes.of(ScriptNumber.bytes(chance.nextLong() >> chance.nextInt(64)));
            case 4 -> Bytes.of(Keys.key(key()));
            default -> bytes(chance.nextInt(5));
        };
    }

    /** One thing changed. */
    private Spend spoiled(Spend spend) {
        Transaction tx = spend.tx();
        List<Bytes> witness = spend.own().witness();
        int place = chance.nextInt(spend.spent().size());
        TxOut output = spend.spent().get(place);
        return switch (chance.nextInt(13)) {
            case 0, 1, 2 -> spend.withScriptSig(spoiled(spend.own().scriptSig()));
            case 3, 4, 5, 6, 7 -> spend.withWitness(spoiled(witness));
            case 8 -> spend.spending(place, new TxOut(output.value() + 1, output.script()));
            case 9 -> spend.spending(place, new TxOut(output.value(), spoiled(output.script())));
            case 10 -> spend.with(new Transaction(1 + chance.nextInt(2), tx.inputs(), tx.outputs(), tx.lockTime()));
            case 11 -> spend.with(new TxIn(spend.own().previous(), spend.own().scriptSig(),
                    chance.nextBoolean() ? TxIn.FINAL : spend.own().sequence() ^ 1 << chance.nextInt(32), witness));
            default -> spend.with(new Transaction(tx.version(), tx.inputs(), chance.nextBoolean()
                    ? outputs()
                    : tx.outputs().subList(0, 1), chance.nextInt(3) == 0 ? chance.nextInt() : tx.lockTime()));
        };
    }

    private List<Bytes> spoiled(List<Bytes> items) {
        var changed = new ArrayList<>(items);
        int place = items.isEmpty() ? 0 : chance.nextInt(items.size());
        switch (items.isEmpty() ? 0 : chance.nextInt(7)) {
            case 0 -> changed.add(chance.nextInt(items.size() + 1), item());
            case 1 -> changed.remove(place);
            case 2 -> changed.add(place, items.get(place));
            case 3 -> changed.add(Bytes.of((byte) Taproot.ANNEX_TAG, (byte) 1));
            default -> changed.set(place, spoiled(items.get(place)));
        }
        return changed;
    }

    private Bytes spoiled(Bytes bytes) {
        int length = bytes.length();
        if (length == 0)
            return item();
        byte[] changed = bytes.toArray();
        int at = chance.nextInt(length);
        return switch (chance.nextInt(6)) {
            case 0 -> bytes.slice(0, at);
            case 1 -> new ByteWriter().bytes(bytes).bytes(item()).toBytes();
            case 2 -> {
                changed[at] = (byte) chance.nextInt();
                yield Bytes.of(changed);
            }
            case 3 -> {
                changed[length - 1] = (byte) chance.nextInt(4);
                yield Bytes.of(changed);
            }
            default -> {
                changed[at] ^= (byte) (1 << chance.nextInt(8));
                yield Bytes.of(changed);
            }
        };
    }

    private Bytes bytes(int length) {
        byte[] bytes = new byte[length];
        chance.nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
