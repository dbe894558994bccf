package org.jackblockchain.consensus.script;

import java.util.Arrays;

import org.jackblockchain.primitives.Hash160;
import org.jackblockchain.primitives.Ripemd160;
import org.jackblockchain.primitives.Sha1;
import org.jackblockchain.primitives.Sha256;
import org.jspecify.annotations.Nullable;

/** One run of one script over a stack, by Core's {@code EvalScript}: the same checks in the same order. */
final class Interpreter {
    private static final byte[][] SMALL_NUMBERS = smallNumbers();

    private final byte[] script;
    private final Rules rules;
    private final ScriptFlags flags;
    private final boolean minimal;
    private final Stack stack;
    private final Stack aside = new Stack();
    private final Conditions conditions = new Conditions();
    private final SignatureOps signatures;
    private int ops;

    /** @param tapscript what it has beside the stack; null by other rules */
    Interpreter(byte[] script, Rules rules, ScriptFlags flags, Stack stack, InputChecker checker,
            @Nullable TapscriptRun tapscript) {
        this.script = script;
        this.rules = rules;
        this.flags = flags;
        this.minimal = flags.has(ScriptFlag.MINIMALDATA);
        this.stack = stack;
        this.signatures = new SignatureOps(script, rules, flags, stack, checker, tapscript);
    }

    /** @throws ScriptFailure if the script fails, but not for what it leaves on the stack */
    void run() {
        if (rules != Rules.TAPSCRIPT && script.length > Limits.MAX_SCRIPT_BYTES)
            throw new ScriptFailure(ScriptError.SCRIPT_SIZE);
        var in = new ScriptReader(script);
        for (int index = 0; in.hasNext(); index++) {
            if (!in.next())
                throw new ScriptFailure(ScriptError.BAD_OPCODE);
            step(in, index);
            if (stack.size() + aside.size() > Limits.MAX_STACK_ITEMS)
                throw new ScriptFailure(ScriptError.STACK_SIZE);
        }
        if (!conditions.isEmpty())
            throw new ScriptFailure(ScriptError.UNBALANCED_CONDITIONAL);
    }

    private void step(ScriptReader in, int index) {
        int code = in.code();
        if (in.dataLength() > Limits.MAX_ITEM_BYTES)
            throw new ScriptFailure(ScriptError.PUSH_SIZE);
        if (rules != Rules.TAPSCRIPT && code > Op.OP_16)
            countOps(1);
        if (Op.isDisabled(code))
            throw new ScriptFailure(ScriptError.DISABLED_OPCODE);
        if (code == Op.OP_CODESEPARATOR && rules == Rules.LEGACY && flags.has(ScriptFlag.CONST_SCRIPTCODE))
            throw new ScriptFailure(ScriptError.OP_CODESEPARATOR);
        boolean running = conditions.allTrue();
        if (running && Op.isPush(code)) {
            push(in);
        } else if (running && code == Op.OP_CODESEPARATOR) {
            signatures.separate(in.position(), index);
        } else if (running || (code >= Op.OP_IF && code <= Op.OP_ENDIF)) {
            execute(code, running);
        }
    }

    private void countOps(int more) {
        ops += more;
        if (ops > Limits.MAX_OPS)
            throw new ScriptFailure(ScriptError.OP_COUNT);
    }

    private void push(ScriptReader in) {
        byte[] data = in.dataArray();
        if (minimal && !Scripts.isMinimalPush(data, in.code()))
            throw new ScriptFailure(ScriptError.MINIMALDATA);
        stack.push(data);
    }

    /** By range: the codes stand together as they belong together. */
    private void execute(int code, boolean running) {
        if (code <= Op.OP_16) {
            pushSmallNumber(code);
        } else if (code <= Op.OP_RETURN) {
            flow(code, running);
        } else if (code <= Op.OP_TUCK) {
            arrange(code);
        } else if (code <= Op.OP_WITHIN) {
            compute(code);
        } else if (code <= Op.OP_HASH256) {
            stack.require(1);
            stack.push(hash(code, stack.pop()));
        } else {
            checkSomething(code);
        }
    }

    private void pushSmallNumber(int code) {
        if (code == Op.OP_RESERVED)
            throw new ScriptFailure(ScriptError.BAD_OPCODE);
        stack.push(SMALL_NUMBERS[code - Op.OP_1NEGATE]);
    }

    private static byte[][] smallNumbers() {
        byte[][] numbers = new byte[Op.OP_16 - Op.OP_1NEGATE + 1][];
        for (int code = Op.OP_1NEGATE; code <= Op.OP_16; code++)
            numbers[code - Op.OP_1NEGATE] = ScriptNumber.bytes(Op.smallNumber(code));
        return numbers;
    }

    private void flow(int code, boolean running) {
        switch (code) {
            case Op.OP_NOP -> {
            }
            case Op.OP_IF, Op.OP_NOTIF -> conditions.open(running && takeCondition() == (code == Op.OP_IF));
            case Op.OP_ELSE -> {
                requireOpenCondition();
                conditions.toggle();
            }
            case Op.OP_ENDIF -> {
                requireOpenCondition();
                conditions.close();
            }
            case Op.OP_VERIFY -> {
                stack.require(1);
                verify(ScriptError.VERIFY);
            }
            case Op.OP_RETURN -> throw new ScriptFailure(ScriptError.OP_RETURN);
            default -> throw new ScriptFailure(ScriptError.BAD_OPCODE);
        }
    }

    private void requireOpenCondition() {
        if (conditions.isEmpty())
            throw new ScriptFailure(ScriptError.UNBALANCED_CONDITIONAL);
    }

    private boolean takeCondition() {
        if (stack.size() < 1)
            throw new ScriptFailure(ScriptError.UNBALANCED_CONDITIONAL);
        byte[] item = stack.pop();
        boolean isBoolean = item.length == 0 || (item.length == 1 && item[0] == 1);
        if (rules == Rules.TAPSCRIPT && !isBoolean)
            throw new ScriptFailure(ScriptError.TAPSCRIPT_MINIMALIF);
        if (rules == Rules.WITNESS_V0 && flags.has(ScriptFlag.MINIMALIF) && !isBoolean)
            throw new ScriptFailure(ScriptError.MINIMALIF);
        return Stack.isTrue(item);
    }

    /** Takes the top, which has to be true. */
    private void verify(ScriptError otherwise) {
        if (!Stack.isTrue(stack.pop()))
            throw new ScriptFailure(otherwise);
    }

    private void arrange(int code) {
        stack.require(arguments(code));
        switch (code) {
            case Op.OP_TOALTSTACK -> aside.push(stack.pop());
            case Op.OP_FROMALTSTACK -> {
                if (aside.size() < 1)
                    throw new ScriptFailure(ScriptError.INVALID_ALTSTACK_OPERATION);
                stack.push(aside.pop());
            }
            case Op.OP_2DROP -> stack.drop(2);
            case Op.OP_2DUP -> copy(2, 2);
            case Op.OP_3DUP -> copy(3, 3);
            case Op.OP_2OVER -> copy(4, 2);
            case Op.OP_2ROT -> raiseTwo(6);
            case Op.OP_2SWAP -> raiseTwo(4);
            case Op.OP_IFDUP -> copy(1, Stack.isTrue(stack.at(1)) ? 1 : 0);
            case Op.OP_DEPTH -> stack.push(ScriptNumber.bytes(stack.size()));
            case Op.OP_DROP -> stack.drop(1);
            case Op.OP_DUP -> stack.copy(1);
            case Op.OP_NIP -> stack.remove(2);
            case Op.OP_OVER -> stack.copy(2);
            case Op.OP_PICK -> stack.copy(takeDepth());
            case Op.OP_ROLL -> stack.raise(takeDepth());
            case Op.OP_ROT -> stack.raise(3);
            case Op.OP_SWAP -> stack.raise(2);
            default -> stack.tuck();
        }
    }

    /** How many items an operation that arranges the stack looks at. */
    private static int arguments(int code) {
        return switch (code) {
            case Op.OP_FROMALTSTACK, Op.OP_DEPTH -> 0;
            case Op.OP_2DROP, Op.OP_2DUP, Op.OP_NIP, Op.OP_OVER, Op.OP_PICK, Op.OP_ROLL, Op.OP_SWAP, Op.OP_TUCK -> 2;
            case Op.OP_3DUP, Op.OP_ROT -> 3;
            case Op.OP_2OVER, Op.OP_2SWAP -> 4;
            case Op.OP_2ROT -> 6;
            default -> 1;
        };
    }

    private void copy(int depth, int count) {
        for (int i = 0; i < count; i++)
            stack.copy(depth);
    }

    private void raiseTwo(int depth) {
        stack.raise(depth);
        stack.raise(depth);
    }

    private int takeDepth() {
        long below = number(stack.at(1));
        stack.drop(1);
        if (below < 0 || below >= stack.size())
            throw new ScriptFailure(ScriptError.INVALID_STACK_OPERATION);
        return (int) below + 1;
    }

    private void compute(int code) {
        switch (code) {
            case Op.OP_SIZE -> {
                stack.require(1);
                stack.push(ScriptNumber.bytes(stack.at(1).length));
            }
            case Op.OP_EQUAL, Op.OP_EQUALVERIFY -> {
                stack.require(2);
                stack.push(Arrays.equals(stack.pop(), stack.pop()));
                if (code == Op.OP_EQUALVERIFY)
                    verify(ScriptError.EQUALVERIFY);
            }
            case Op.OP_1ADD, Op.OP_1SUB, Op.OP_NEGATE, Op.OP_ABS, Op.OP_NOT, Op.OP_0NOTEQUAL -> {
                stack.require(1);
                stack.push(ScriptNumber.bytes(ofOne(code, number(stack.pop()))));
            }
            case Op.OP_ADD, Op.OP_SUB, Op.OP_BOOLAND, Op.OP_BOOLOR, Op.OP_NUMEQUAL, Op.OP_NUMEQUALVERIFY,
                    Op.OP_NUMNOTEQUAL, Op.OP_LESSTHAN, Op.OP_GREATERTHAN, Op.OP_LESSTHANOREQUAL,
                    Op.OP_GREATERTHANOREQUAL, Op.OP_MIN, Op.OP_MAX -> {
                stack.require(2);
                long second = number(stack.pop());
                stack.push(ScriptNumber.bytes(ofTwo(code, number(stack.pop()), second)));
                if (code == Op.OP_NUMEQUALVERIFY)
                    verify(ScriptError.NUMEQUALVERIFY);
            }
            case Op.OP_WITHIN -> {
                stack.require(3);
                long end = number(stack.pop());
                long start = number(stack.pop());
                long value = number(stack.pop());
                stack.push(start <= value && value < end);
            }
            default -> throw new ScriptFailure(ScriptError.BAD_OPCODE);
        }
    }

    private long number(byte[] item) {
        return ScriptNumber.of(item, minimal, ScriptNumber.MAX_BYTES);
    }

    private static long ofOne(int code, long number) {
        return switch (code) {
            case Op.OP_1ADD -> number + 1;
            case Op.OP_1SUB -> number - 1;
            case Op.OP_NEGATE -> -number;
            case Op.OP_ABS -> Math.abs(number);
            case Op.OP_NOT -> number == 0 ? 1 : 0;
            default -> number == 0 ? 0 : 1;
        };
    }

    private static long ofTwo(int code, long first, long second) {
        return switch (code) {
            case Op.OP_ADD -> first + second;
            case Op.OP_SUB -> first - second;
            case Op.OP_MIN -> Math.min(first, second);
            case Op.OP_MAX -> Math.max(first, second);
            default -> compares(code, first, second) ? 1 : 0;
        };
    }

    private static boolean compares(int code, long first, long second) {
        return switch (code) {
            case Op.OP_BOOLAND -> first != 0 && second != 0;
            case Op.OP_BOOLOR -> first != 0 || second != 0;
            case Op.OP_NUMNOTEQUAL -> first != second;
            case Op.OP_LESSTHAN -> first < second;
            case Op.OP_GREATERTHAN -> first > second;
            case Op.OP_LESSTHANOREQUAL -> first <= second;
            case Op.OP_GREATERTHANOREQUAL -> first >= second;
            default -> first == second;
        };
    }

    private static byte[] hash(int code, byte[] item) {
        return switch (code) {
            case Op.OP_RIPEMD160 -> Ripemd160.of(item);
            case Op.OP_SHA1 -> Sha1.of(item);
            case Op.OP_SHA256 -> Sha256.once(item);
            case Op.OP_HASH160 -> Hash160.of(item);
            default -> Sha256.twice(item);
        };
    }

    private void checkSomething(int code) {
        switch (code) {
            case Op.OP_CHECKSIG, Op.OP_CHECKSIGVERIFY -> {
                signatures.checkOne();
                if (code == Op.OP_CHECKSIGVERIFY)
                    verify(ScriptError.CHECKSIGVERIFY);
            }
            case Op.OP_CHECKMULTISIG, Op.OP_CHECKMULTISIGVERIFY -> {
                countOps(signatures.multisigKeys());
                signatures.checkSeveral();
                if (code == Op.OP_CHECKMULTISIGVERIFY)
                    verify(ScriptError.CHECKMULTISIGVERIFY);
            }
            case Op.OP_CHECKSIGADD -> signatures.add();
            case Op.OP_CHECKLOCKTIMEVERIFY -> {
                if (flags.has(ScriptFlag.CHECKLOCKTIMEVERIFY))
                    signatures.checkLockTime();
            }
            case Op.OP_CHECKSEQUENCEVERIFY -> {
                if (flags.has(ScriptFlag.CHECKSEQUENCEVERIFY))
                    signatures.checkSequence();
            }
            case Op.OP_NOP1, Op.OP_NOP4, Op.OP_NOP5, Op.OP_NOP6, Op.OP_NOP7, Op.OP_NOP8, Op.OP_NOP9, Op.OP_NOP10 -> {
                if (flags.has(ScriptFlag.DISCOURAGE_UPGRADABLE_NOPS))
                    throw new ScriptFailure(ScriptError.DISCOURAGE_UPGRADABLE_NOPS);
            }
            default -> throw new ScriptFailure(ScriptError.BAD_OPCODE);
        }
    }
}
