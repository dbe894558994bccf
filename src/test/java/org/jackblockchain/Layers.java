package org.jackblockchain;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of docs/architecture.md as a judge of compiled classes: which room may know which, and what a pure room
 * may not touch.
 *
 * <p>It reads what a class file names (in its constant pool, its descriptors and its generic signatures), so an import
 * that nothing uses does not count and a fully qualified name does.
 */
final class Layers {
    private static final String OURS = "org/jackblockchain/";

    /** The rooms whose answer depends on their arguments alone. */
    static final Set<String> PURE = Set.of("primitives", "consensus", "chain", "mempool", "mining", "wire", "peer",
            "node", "sim");

    /** The adapters: each knows the pure rooms, none knows another. */
    static final Set<String> EDGES = Set.of("store", "net", "miner", "http", "rpc", "stratum");

    /** Each room, and the other rooms it may know. */
    static final Map<String, Set<String>> MAY_KNOW = table();

    /** Libraries that belong to a few rooms. One that is not named here may be used by any room. */
    private static final Map<String, Set<String>> LIBRARIES = Map.ofEntries(
            Map.entry("org/rocksdb/", Set.of("store")), Map.entry("io/javalin/", Set.of("http", "rpc", "app")),
            Map.entry("org/eclipse/jetty/", Set.of("http", "rpc", "app")),
            Map.entry("jakarta/servlet/", Set.of("http", "rpc", "app")),
            Map.entry("com/fasterxml/jackson/", Set.of("store", "net", "miner", "http", "rpc", "stratum", "app")),
            Map.entry("org/slf4j/", Set.of("store", "net", "miner", "http", "rpc", "stratum", "app")),
            Map.entry("ch/qos/logback/", Set.of("app")), Map.entry("picocli/", Set.of("app")),
            Map.entry("org/jline/", Set.of("app")), Map.entry("io/prometheus/", Set.of("app")),
            Map.entry("org/zeromq/", Set.of("rpc", "app")), Map.entry("zmq/", Set.of("rpc")));

    /** What only the world outside has: files, sockets, threads, logs. */
    private static final List<String> IMPURE = List.of("java/net/", "java/nio/file/", "java/nio/channels/",
            "java/util/concurrent/", "java/util/logging/", "java/util/Timer", "java/io/File",
            "java/io/RandomAccessFile",
            "java/io/Console", "java/security/SecureRandom", "javax/net/");

    private static final Set<String> IMPURE_CLASSES = Set.of("java/lang/Thread", "java/lang/ThreadGroup",
            "java/lang/Runtime", "java/lang/Process", "java/lang/ProcessBuilder", "java/lang/ProcessHandle");

    private static final Set<String> ALLOWED_OF_SYSTEM = Set.of("arraycopy", "identityHashCode");

    private static final Pattern CLASS_IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");

    private Layers() {}

    private static Map<String, Set<String>> table() {
        Map<String, Set<String>> rooms = new LinkedHashMap<>();
        rooms.put("primitives", Set.of());
        rooms.put("consensus", Set.of("primitives"));
        rooms.put("chain", Set.of("primitives", "consensus"));
        rooms.put("mempool", Set.of("primitives", "consensus", "chain"));
        rooms.put("mining", Set.of("primitives", "consensus", "chain"));
        rooms.put("wire", Set.of("primitives"));
        rooms.put("peer", Set.of("primitives", "consensus", "chain", "mempool", "wire"));
        rooms.put("node", Set.of("primitives", "consensus", "chain", "mempool", "mining", "wire", "peer"));
        Set<String> nodeAndBelow = Set.copyOf(union(rooms.keySet(), Set.of()));
        for (String edge : EDGES) {
            rooms.put(edge, nodeAndBelow);
        }
        rooms.put("sim", nodeAndBelow);
        rooms.put("app", union(nodeAndBelow, union(EDGES, Set.of("sim"))));
        return Map.copyOf(rooms);
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** What the class does that its room may not; empty if it keeps to the table. */
    static List<String> faults(byte[] classFile) {
        ClassModel model = ClassFile.of().parse(classFile);
        String self = model.thisClass().asInternalName();
        Optional<String> room = roomOf(self);
        if (room.isEmpty() || !MAY_KNOW.containsKey(room.get())) {
            return List.of(self + " is in a package that the table does not name");
        }
        List<String> faults = new ArrayList<>();
        for (String known : namesIn(model)) {
            knows(room.get(), known).ifPresent(what -> faults.add(self + " " + what));
        }
        if (!room.get().equals("app")) {
            printsIn(model).forEach(what -> faults.add(self + " " + what));
        }
        if (PURE.contains(room.get())) {
            callsIn(model).forEach(what -> faults.add(self + " " + what));
            locksIn(model).forEach(what -> faults.add(self + " " + what));
        }
        return List.copyOf(faults);
    }

    /** The room of one of our classes, {@code ""} for one outside all rooms; empty for a class that is not ours. */
    static Optional<String> roomOf(String internalName) {
        if (!internalName.startsWith(OURS)) {
            return Optional.empty();
        }
        String rest = internalName.substring(OURS.length());
        return Optional.of(rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : "");
    }

    private static Optional<String> knows(String room, String name) {
        Optional<String> other = roomOf(name);
        if (other.isPresent()) {
            boolean allowed = other.get().equals(room) || MAY_KNOW.get(room).contains(other.get());
            return allowed ? Optional.empty() : Optional.of("knows " + other.get() + " (" + name + ")");
        }
        boolean impure = IMPURE_CLASSES.contains(name) || name.startsWith("java/lang/Thread$")
                || IMPURE.stream().anyMatch(name::startsWith);
        if (impure && PURE.contains(room)) {
            return Optional.of("names " + name);
        }
        return LIBRARIES.entrySet().stream()
                .filter(library -> name.startsWith(library.getKey()) && !library.getValue().contains(room)).findFirst()
                .map(_ -> "names " + name);
    }

    /** Every class that the class file names, sorted, itself included. */
    private static Set<String> namesIn(ClassModel model) {
        Set<String> names = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type when type.asInternalName().startsWith("[") ->
                    addDescriptor(type.asInternalName(), names);
                case ClassEntry type -> names.add(type.asInternalName());
                case NameAndTypeEntry member -> addDescriptor(member.type().stringValue(), names);
                case MethodTypeEntry type -> addDescriptor(type.descriptor().stringValue(), names);
                default -> {
                }
            }
        }
        for (FieldModel field : model.fields()) {
            addDescriptor(field.fieldType().stringValue(), names);
            addSignature(field.findAttribute(Attributes.signature()), names);
        }
        for (MethodModel method : model.methods()) {
            addDescriptor(method.methodType().stringValue(), names);
            addSignature(method.findAttribute(Attributes.signature()), names);
        }
        addSignature(model.findAttribute(Attributes.signature()), names);
        return names;
    }

    private static void addSignature(Optional<SignatureAttribute> signature, Set<String> names) {
        signature.ifPresent(attribute -> addDescriptor(attribute.signature().stringValue(), names));
    }

    private static void addDescriptor(String descriptor, Set<String> names) {
        CLASS_IN_DESCRIPTOR.matcher(descriptor).results().forEach(found -> names.add(found.group(1)));
    }

    private static List<String> printsIn(ClassModel model) {
        return members(model).filter(member -> member.owner().asInternalName().equals("java/lang/System"))
                .map(member -> member.name().stringValue()).filter(name -> name.equals("out") || name.equals("err"))
                .map(name -> "prints to System." + name).toList();
    }

    private static List<String> callsIn(ClassModel model) {
        return members(model).filter(Layers::asksTheWorld)
                .map(member -> "calls " + member.owner().asInternalName() + "." + member.name().stringValue()).toList();
    }

    private static Stream<MemberRefEntry> members(ClassModel model) {
        List<MemberRefEntry> members = new ArrayList<>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof MemberRefEntry member) {
                members.add(member);
            }
        }
        return members.stream();
    }

    /** Whether a member's answer depends on the clock, on chance, on the environment or on other threads. */
    private static boolean asksTheWorld(MemberRefEntry member) {
        String owner = member.owner().asInternalName();
        String name = member.name().stringValue();
        String type = member.type().stringValue();
        return switch (owner) {
            case "java/lang/System" -> !ALLOWED_OF_SYSTEM.contains(name);
            case "java/lang/Math", "java/lang/StrictMath" -> name.equals("random");
            case "java/lang/Object" -> name.equals("wait") || name.startsWith("notify");
            case "java/time/Clock" -> name.startsWith("system") || name.startsWith("tick");
            case "java/util/Random", "java/util/SplittableRandom" -> name.equals("<init>") && type.equals("()V");
            case "java/util/random/RandomGenerator" -> name.equals("of") || name.equals("getDefault");
            case "java/util/random/RandomGeneratorFactory" -> name.equals("create") && type.startsWith("()");
            case "java/util/Collections" -> name.equals("shuffle") && type.equals("(Ljava/util/List;)V");
            case "java/util/UUID" -> name.equals("randomUUID");
            default -> name.equals("parallelStream")
                    || (owner.startsWith("java/util/stream/") && name.equals("parallel"))
                    || (owner.startsWith("java/time/") && name.equals("now"));
        };
    }

    private static List<String> locksIn(ClassModel model) {
        return model.methods().stream().filter(Layers::locks)
                .map(method -> "takes a lock in " + method.methodName().stringValue()).toList();
    }

    private static boolean locks(MethodModel method) {
        return method.flags().has(AccessFlag.SYNCHRONIZED) || method.code().stream()
                .flatMap(CodeModel::elementStream).anyMatch(MonitorInstruction.class::isInstance);
    }
}
