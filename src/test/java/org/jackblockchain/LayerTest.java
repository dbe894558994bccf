package org.jackblockchain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The architecture as a test; {@link Layers} holds the table. */
class LayerTest {
    private static final Path CLASSES = Path.of("target", "classes");

    /** A row of the table in docs/architecture.md begins with its room. */
    private static final Pattern ROW = Pattern.compile("^\\| ((?:`\\w+`(?:, )?)+) \\|.*");

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** One for all samples, because opening the class path takes longer than compiling a sample. */
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    @TempDir
    private Path folder;

    @AfterAll
    static void closeTheClassPath() throws IOException {
        FILES.close();
    }

    @Test
    void every_class_keeps_to_the_table() {
        List<byte[]> classes = classFiles(CLASSES);

        assertThat(classes).hasSizeGreaterThan(20);
        assertThat(classes.stream().flatMap(file -> Layers.faults(file).stream())).isEmpty();
    }

    @Test
    void the_page_on_architecture_names_the_same_rooms() throws IOException {
        var rooms = new TreeSet<String>();
        for (String line : Files.readAllLines(Path.of("docs", "architecture.md"))) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                rooms.addAll(List.of(row.group(1).replace("`", "").split(", ")));
            }
        }

        assertThat(rooms).isEqualTo(new TreeSet<>(Layers.MAY_KNOW.keySet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.time.Instant.now()", "java.time.LocalDate.now()", "java.time.Clock.systemUTC()",
            "System.nanoTime()", "System.currentTimeMillis()", "System.getProperty(\"a\")", "Math.random()",
            "new java.util.Random()", "new java.util.SplittableRandom()", "new java.security.SecureRandom()",
            "java.util.random.RandomGenerator.getDefault()", "java.util.UUID.randomUUID()", "Thread.currentThread()",
            "Thread.ofVirtual()", "new java.util.concurrent.atomic.AtomicLong()", "java.nio.file.Path.of(\"a\")",
            "new java.io.File(\"a\")", "java.net.InetAddress.getLoopbackAddress()",
            "java.util.List.of().parallelStream()",
            "(java.util.function.Supplier<?>) java.time.Instant::now", "new java.util.concurrent.Semaphore[0]",
            "org.slf4j.LoggerFactory.getLogger(\"a\")"})
    void a_pure_room_may_not_ask_the_world(String expression) {
        List<String> pure = Layers.PURE.stream().map(room -> "org.jackblockchain." + room).toList();
        assertThat(compile(pure, "Object answer = " + expression + ";")).hasSize(pure.size())
                .allSatisfy(file -> assertThat(Layers.faults(file)).isNotEmpty());
        assertThat(faultsOf("net", "Object answer = " + expression + ";")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"synchronized void answer() {}", "void answer() { synchronized (this) { hashCode(); } }",
            "java.util.concurrent.locks.Lock lock;", "java.util.List<Thread> threads;",
            "void answer(java.nio.file.Path file) {}", "void answer() throws java.net.SocketException {}",
            "record Held(java.util.Map<String, java.util.concurrent.Future<?>> held) {}"})
    void a_pure_room_may_not_hold_what_belongs_to_the_world(String member) {
        assertThat(faultsOf("chain", member)).isNotEmpty();
        assertThat(faultsOf("store", member)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Object answer = new java.util.Random(7);", "Object answer = java.time.Instant.EPOCH;",
            "Object answer = new java.util.SplittableRandom(7);", "Object answer = new ThreadLocal<String>();",
            "Object answer = \"java/net/Socket\";", "int answer = Math.max(1, 2);",
            "void answer(byte[] a) { System.arraycopy(a, 0, a, 1, 1); }",
            "Object answer() throws Exception { return java.security.MessageDigest.getInstance(\"SHA-256\"); }"})
    void a_pure_room_may_do_what_needs_its_arguments_alone(String member) {
        assertThat(faultsOf("chain", member)).isEmpty();
    }

    @Test
    void a_room_knows_only_those_its_row_names() {
        for (String room : Layers.MAY_KNOW.keySet()) {
            for (String other : Layers.MAY_KNOW.keySet()) {
                boolean allowed = room.equals(other) || Layers.MAY_KNOW.get(room).contains(other);
                assertThat(Layers.faults(knowing(room, other)).isEmpty()).as(room + " knows " + other)
                        .isEqualTo(allowed);
            }
        }
    }

    @Test
    void no_edge_knows_another_and_nobody_knows_the_worlds() {
        for (String edge : Layers.EDGES) {
            assertThat(Layers.MAY_KNOW.get(edge)).doesNotContainAnyElementsOf(Layers.EDGES)
                    .doesNotContain("app", "sim");
        }
        assertThat(Layers.MAY_KNOW.get("sim")).doesNotContainAnyElementsOf(Layers.EDGES);
        assertThat(Layers.MAY_KNOW.values()).allSatisfy(row -> assertThat(row).doesNotContain("app"));
    }

    @Test
    void a_package_that_the_table_does_not_name_fails() {
        assertThat(faultsOf("util", "")).singleElement().asString().contains("does not name");
        assertThat(Layers.faults(compile(List.of("org.jackblockchain"), "").getFirst())).isNotEmpty();
    }

    @Test
    void a_package_inside_a_room_belongs_to_the_room() {
        List<String> faults = faultsOf("consensus.script", "Object answer = Math.random();");

        assertThat(faults).singleElement().asString().contains("calls java/lang/Math.random");
    }

    @Test
    void only_the_app_room_prints() {
        String member = "void say() { System.out.println(); System.err.println(); }";

        assertThat(faultsOf("net", member)).hasSize(2);
        assertThat(faultsOf("app", member)).isEmpty();
    }

    @Test
    void a_library_stays_in_its_rooms() {
        assertThat(faultsOf("http", "org.rocksdb.Options held;")).isNotEmpty();
        assertThat(faultsOf("store", "org.rocksdb.Options held;")).isEmpty();
        assertThat(faultsOf("net", "io.javalin.Javalin held;")).isNotEmpty();
        assertThat(faultsOf("miner",
                "@picocli.CommandLine.Command interface A {} Class<?> a = picocli.CommandLine.class;"))
                .isNotEmpty();
    }

    /** The faults of a class with one member, as it would be judged in that room. */
    private List<String> faultsOf(String room, String member) {
        return compile(List.of("org.jackblockchain." + room), member).stream()
                .flatMap(file -> Layers.faults(file).stream()).toList();
    }

    private static byte[] knowing(String room, String other) {
        return ClassFile.of().build(ClassDesc.of("org.jackblockchain." + room, "Sample"),
                sample -> sample.withField("held", ClassDesc.of("org.jackblockchain." + other, "Known"), 0));
    }

    /** Compiles the same small class into each of the packages, and answers with the bytes of all class files. */
    private List<byte[]> compile(List<String> packages, String member) {
        try {
            Path classes = Files.createTempDirectory(folder, "classes");
            List<Path> sources = new ArrayList<>();
            for (String name : packages) {
                Path file = Files.createTempDirectory(folder, "source").resolve("Sample.java");
                Files.writeString(file, "package " + name + "; class Sample { " + member + " }");
                sources.add(file);
            }
            var task = COMPILER.getTask(null, FILES, null, List.of("-proc:none", "-nowarn", "-d", classes.toString()),
                    null, FILES.getJavaFileObjectsFromPaths(sources));
            assertThat(task.call()).as(member).isTrue();
            return classFiles(classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> classFiles(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".class")).sorted()
                    .collect(Collectors.toCollection(ArrayList::new));
            List<byte[]> classes = new ArrayList<>();
            for (Path file : found) {
                classes.add(Files.readAllBytes(file));
            }
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
