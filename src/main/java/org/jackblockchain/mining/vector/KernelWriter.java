package org.jackblockchain.mining.vector;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Writes a {@link Kernel} as a class: a static method for each {@link Part}, and a loop that calls them. It names the
 * Vector API only in what it writes, so that all else compiles and runs without that module.
 */
final class KernelWriter {
    private static final String API = "jdk.incubator.vector.";
    private static final ClassDesc SPECIES = ClassDesc.of(API + "VectorSpecies");
    private static final ClassDesc VECTOR = ClassDesc.of(API + "Vector");
    private static final ClassDesc INT_VECTOR = ClassDesc.of(API + "IntVector");
    private static final ClassDesc MASK = ClassDesc.of(API + "VectorMask");
    private static final ClassDesc OPERATORS = ClassDesc.of(API + "VectorOperators");
    private static final ClassDesc BINARY = OPERATORS.nested("Binary");
    private static final ClassDesc ASSOCIATIVE = OPERATORS.nested("Associative");
    private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
    private static final ClassDesc INTS = ConstantDescs.CD_int.arrayType();
    private static final ClassDesc SELF = ClassDesc.of(KernelWriter.class.getPackageName(), "GeneratedKernel");

    private static final MethodTypeDesc PART_TYPE = MethodTypeDesc.of(ConstantDescs.CD_void, INTS,
            ConstantDescs.CD_int);
    private static final MethodTypeDesc LAST_PART_TYPE = MethodTypeDesc.of(ConstantDescs.CD_long, INTS,
            ConstantDescs.CD_int);
    private static final MethodTypeDesc SCAN_TYPE = MethodTypeDesc.of(ConstantDescs.CD_long, INTS,
            ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final MethodTypeDesc BROADCAST_TYPE = MethodTypeDesc.of(INT_VECTOR, SPECIES, ConstantDescs.CD_int);

    private static final int STATIC = ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE;
    private static final int MEMORY = 0;
    private static final int NONCE = 1;

    private final int lanes;
    private final List<Part> parts;
    private final Word output;
    private final Memory memory;

    KernelWriter(int lanes, List<Part> parts, Word output, Memory memory) {
        this.lanes = lanes;
        this.parts = parts;
        this.output = output;
        this.memory = memory;
    }

    /** @throws IllegalStateException if this JVM has no Vector API */
    Kernel load() {
        try {
            var loaded = MethodHandles.lookup().defineHiddenClass(bytes(), true);
            return (Kernel) loaded.findConstructor(loaded.lookupClass(),
                    MethodType.methodType(void.class)).invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("the kernel cannot be loaded", e);
        }
    }

    byte[] bytes() {
        return ClassFile.of().build(SELF, type -> {
            type.withFlags(ClassFile.ACC_FINAL);
            type.withInterfaceSymbols(Kernel.class.describeConstable().orElseThrow());
            type.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, code -> code.aload(0)
                    .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                    .return_());
            type.withMethodBody("scan", SCAN_TYPE, ClassFile.ACC_PUBLIC, this::writeScan);
            for (int i = 0; i < parts.size(); i++) {
                int index = i;
                type.withMethodBody(name(i), typeOf(i), STATIC, code -> new Body(code, parts.get(index)).write());
            }
        });
    }

    private static String name(int part) {
        return "part" + part;
    }

    private MethodTypeDesc typeOf(int part) {
        return part == parts.size() - 1 ? LAST_PART_TYPE : PART_TYPE;
    }

    /** The loop over the batches. Its locals: this, memory, nonce, batches, done, bits. */
    private void writeScan(CodeBuilder code) {
        int scanMemory = 1;
        int nonce = 2;
        int batches = 3;
        int done = 4;
        int bits = 5;
        Label next = code.newLabel();
        Label end = code.newLabel();
        Label hit = code.newLabel();
        code.iconst_0().istore(done);
        code.labelBinding(next).iload(done).iload(batches).if_icmpge(end);
        for (int i = 0; i < parts.size(); i++) {
            code.aload(scanMemory).iload(nonce)
                    .invokestatic(ConstantDescs.CD_Integer, "reverseBytes",
                            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int))
                    .invokestatic(SELF, name(i), typeOf(i));
        }
        code.lstore(bits).lload(bits).lconst_0().lcmp().ifne(hit);
        code.iinc(nonce, lanes).iinc(done, 1).goto_(next);
        code.labelBinding(hit).lload(bits).bipush(Integer.SIZE).lshl().iload(done).i2l().lor().lreturn();
        code.labelBinding(end).iload(done).i2l().lreturn();
    }

    /** The method of one part: words that are used once stay on the operand stack, the others get a local variable. */
    private final class Body {
        private final CodeBuilder code;
        private final Part part;
        private final Set<Word> ours;
        private final Map<Word, Integer> uses = new HashMap<>();
        private final Map<Word, Integer> locals = new HashMap<>();

        Body(CodeBuilder code, Part part) {
            this.code = code;
            this.part = part;
            this.ours = Set.copyOf(part.words());
            for (Word word : part.words())
                word.operands().forEach(operand -> uses.merge(operand, usesBy(word, operand), Integer::sum));
        }

        /** The operations that take two vectors name some operands twice. */
        private static int usesBy(Word word, Word operand) {
            return switch (word.op()) {
                case CHOOSE -> operand.equals(word.operands().getFirst()) ? 1 : 2;
                case MAJORITY -> 2;
                default -> 1;
            };
        }

        void write() {
            for (Word word : part.words()) {
                boolean isResult = part.results().contains(word);
                boolean isShared = uses.getOrDefault(word, 0) > 1;
                if (isResult || isShared || word.equals(output))
                    compute(word);
                if (isResult)
                    load(word).aload(MEMORY).loadConstant(memory.row(word)).invokevirtual(INT_VECTOR, "intoArray",
                            MethodTypeDesc.of(ConstantDescs.CD_void, INTS, ConstantDescs.CD_int));
            }
            if (ours.contains(output))
                compare();
            else
                code.return_();
        }

        private void compare() {
            push(output);
            broadcast(memory.mask());
            logic("AND");
            code.getstatic(OPERATORS, "EQ", COMPARISON).iconst_0()
                    .invokevirtual(INT_VECTOR, "compare", MethodTypeDesc.of(MASK, COMPARISON, ConstantDescs.CD_int))
                    .invokevirtual(MASK, "toLong", MethodTypeDesc.of(ConstantDescs.CD_long)).lreturn();
        }

        private CodeBuilder load(Word word) {
            return code.aload(Objects.requireNonNull(locals.get(word)));
        }

        /** Leaves the word in a local variable. */
        private void compute(Word word) {
            evaluate(word);
            keep(word);
        }

        private void keep(Word word) {
            int local = code.allocateLocal(TypeKind.REFERENCE);
            locals.put(word, local);
            code.astore(local);
        }

        /** Leaves the word on the operand stack. */
        private void push(Word word) {
            if (!locals.containsKey(word)) {
                boolean isOurs = word.varies() && ours.contains(word);
                if (isOurs)
                    evaluate(word);
                else
                    fetch(word);
                if (uses.getOrDefault(word, 0) <= 1)
                    return;
                keep(word);
            }
            load(word);
        }

        /** From memory: what an earlier part computed, or the same number in all lanes. */
        private void fetch(Word word) {
            if (word.varies())
                row(memory.row(word));
            else
                broadcast(memory.fixed(word));
        }

        private void row(int at) {
            species().aload(MEMORY).loadConstant(at).invokestatic(INT_VECTOR, "fromArray",
                    MethodTypeDesc.of(INT_VECTOR, SPECIES, INTS, ConstantDescs.CD_int));
        }

        private void broadcast(int at) {
            species().aload(MEMORY).loadConstant(at).iaload().invokestatic(INT_VECTOR, "broadcast", BROADCAST_TYPE);
        }

        private CodeBuilder species() {
            return code.getstatic(INT_VECTOR, "SPECIES_" + lanes * Integer.SIZE, SPECIES);
        }

        private void evaluate(Word word) {
            List<Word> x = word.operands();
            switch (word.op()) {
                case NONCE -> {
                    species().iload(NONCE).invokestatic(INT_VECTOR, "broadcast", BROADCAST_TYPE);
                    row(Memory.LANE_ROW);
                    add();
                }
                case ADD -> {
                    push(x.get(0));
                    push(x.get(1));
                    add();
                }
                case ROTATE_RIGHT -> shift("ROR", x.getFirst(), word.number());
                case SHIFT_RIGHT -> shift("LSHR", x.getFirst(), word.number());
                case XOR -> {
                    push(x.get(0));
                    push(x.get(1));
                    logic("XOR");
                    push(x.get(2));
                    logic("XOR");
                }
                case CHOOSE -> {
                    push(x.get(1));
                    push(x.get(2));
                    logic("XOR");
                    push(x.get(0));
                    logic("AND");
                    push(x.get(2));
                    logic("XOR");
                }
                case MAJORITY -> {
                    push(x.get(0));
                    push(x.get(1));
                    logic("AND");
                    push(x.get(0));
                    push(x.get(1));
                    logic("OR");
                    push(x.get(2));
                    logic("AND");
                    logic("OR");
                }
                case CONSTANT, INPUT -> throw new IllegalArgumentException(word + " does not vary");
            }
        }

        private void shift(String operator, Word word, int by) {
            push(word);
            code.getstatic(OPERATORS, operator, BINARY).loadConstant(by).invokevirtual(INT_VECTOR, "lanewise",
                    MethodTypeDesc.of(INT_VECTOR, BINARY, ConstantDescs.CD_int));
        }

        private void add() {
            code.invokevirtual(INT_VECTOR, "add", MethodTypeDesc.of(INT_VECTOR, VECTOR));
        }

        private void logic(String operator) {
            code.getstatic(OPERATORS, operator, ASSOCIATIVE).swap().invokevirtual(INT_VECTOR, "lanewise",
                    MethodTypeDesc.of(INT_VECTOR, BINARY, VECTOR));
        }
    }
}
