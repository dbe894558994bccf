package org.jackblockchain;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The house rules that a reader would otherwise have to check by eye. */
class TidyTest {
    private static final int LINE_MAX = 120;
    private static final int METHOD_LINES_MAX = 60;
    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Set<String> TEXT = Set.of("java", "md", "xml", "sh", "properties", "conf", "json", "html");

    /** Work put off; the letter in brackets keeps this line out of its own net. */
    private static final Pattern PUT_OFF = Pattern.compile("\\b(TO[D]O|FIX[M]E|XX[X])\\b");

    /** A path that exists on one machine only. */
    private static final Pattern OF_ONE_MACHINE = Pattern.compile("(?<![\\w.}/])/(root|home|work|Users)/\\w");

    @TempDir
    private Path folder;

    @Test
    void lines_are_at_most_120_characters() throws IOException {
        assertThat(linesOf(javaFiles(), line -> line.length() > LINE_MAX)).isEmpty();
    }

    @Test
    void methods_are_at_most_60_lines() throws IOException {
        assertThat(longMethods(javaFiles())).isEmpty();
    }

    @Test
    void a_method_of_61_lines_is_found_and_one_of_60_is_not() throws IOException {
        Path sample = folder.resolve("Sample.java");
        Files.writeString(sample, "class Sample {\n" + method("fits", 60) + method("grew", 61) + "}\n");

        assertThat(longMethods(List.of(sample))).singleElement().asString().contains("grew", "61 lines");
    }

    @Test
    void nothing_is_put_off() throws IOException {
        assertThat(linesOf(textFiles(), line -> PUT_OFF.matcher(line).find())).isEmpty();
        assertThat(PUT_OFF.matcher("// TO" + "DO: later").find()).isTrue();
    }

    @Test
    void no_file_names_a_path_of_one_machine() throws IOException {
        assertThat(linesOf(textFiles(), line -> OF_ONE_MACHINE.matcher(line).find())).isEmpty();
        assertThat(OF_ONE_MACHINE.matcher("cd /ro" + "ot/jbc").find()).isTrue();
        assertThat(OF_ONE_MACHINE.matcher("https://example.org/home/page").find()).isFalse();
    }

    @Test
    void every_package_says_what_it_is_and_is_null_marked() throws IOException {
        Set<Path> packages = new TreeSet<>();
        for (Path file : filesUnder(MAIN)) {
            packages.add(file.getParent());
        }

        assertThat(packages).isNotEmpty()
                .allSatisfy(room -> assertThat(room.resolve("package-info.java")).isRegularFile()
                        .content().startsWith("/**").contains("@NullMarked"));
    }

    private static String method(String name, int lines) {
        return "    void " + name + "() {\n" + "        hashCode();\n".repeat(lines - 2) + "    }\n";
    }

    private static List<String> linesOf(List<Path> files, Predicate<String> wrong) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (wrong.test(lines.get(i))) {
                    found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }
        return found;
    }

    /** Methods and constructors that are too long, from their first annotation to their last bracket. */
    private static List<String> longMethods(List<Path> files) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var units = manager.getJavaFileObjectsFromPaths(files);
            var task = (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, units);
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            List<String> found = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                new MethodScanner(unit, positions, found).scan(unit, null);
            }
            return found;
        }
    }

    private static final class MethodScanner extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> found;

        MethodScanner(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
            this.unit = unit;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            LineMap lines = unit.getLineMap();
            long first = lines.getLineNumber(positions.getStartPosition(unit, method));
            long count = lines.getLineNumber(positions.getEndPosition(unit, method)) - first + 1;
            if (count > METHOD_LINES_MAX) {
                found.add(unit.getSourceFile().getName() + ":" + first + ": " + method.getName() + " has " + count
                        + " lines");
            }
            return super.visitMethod(method, null);
        }
    }

    private static List<Path> javaFiles() throws IOException {
        return textFiles().stream().filter(file -> file.toString().endsWith(".java")).toList();
    }

    /** What people wrote: sources, scripts and pages, without what the build made. */
    private static List<Path> textFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String tree : List.of("src", "docs", "bench", ".ci")) {
            if (Files.isDirectory(Path.of(tree))) {
                files.addAll(filesUnder(Path.of(tree)));
            }
        }
        try (Stream<Path> top = Files.list(Path.of("."))) {
            files.addAll(top.filter(Files::isRegularFile).sorted().toList());
        }
        return files.stream().filter(TidyTest::isText).toList();
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 || TEXT.contains(name.substring(dot + 1));
    }

    private static List<Path> filesUnder(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(Path.of("bench", "target")))
                    .sorted().toList();
        }
    }
}
