package io.crossweave.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.crossweave.core.wire.GoldenLayouts.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was written once must be readable for ever. Run with {@code -Dgolden.write=true} to make the files of new layouts; those that exist
 * are never overwritten.
 */
class GoldenLayoutsTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/golden/v1");
    private static final int LINE_CHARS = 64;

    static List<Golden> layouts() {
        return GoldenLayouts.all();
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void theGoldenBytesAreReadAndWritten(Golden golden) throws IOException, WireFormatException {
        Path file = DIRECTORY.resolve(golden.name() + ".hex");
        if (Boolean.getBoolean("golden.write") && !Files.exists(file)) {
            Files.createDirectories(DIRECTORY);
            Files.writeString(file, lines(golden.written()));
        }

        byte[] kept = HexFormat.of().parseHex(Files.readString(file).replace("\n", ""));

        golden.reads().decode(kept);
        if (golden.exact()) {
            assertThat(golden.written()).isEqualTo(kept);
        }
    }

    @Test
    void everyGoldenFileBelongsToALayout() throws IOException {
        var names = GoldenLayouts.all().stream().map(golden -> golden.name() + ".hex");
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(names.toList());
        }
    }

    /** A layout is a public class here with a static method that gives bytes or frames. */
    @Test
    void everyLayoutHasAGoldenFile() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.crossweave.core.wire");
        var covered = GoldenLayouts.all().stream()
                .map(golden -> golden.layout().getName())
                .collect(Collectors.toCollection(TreeSet::new));

        var layouts = classes.stream()
                .filter(GoldenLayoutsTest::isLayout)
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(layouts).isEqualTo(covered);
    }

    private static boolean isLayout(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getMethods().stream().anyMatch(method -> writes(type, method));
    }

    private static boolean writes(JavaClass type, JavaMethod method) {
        boolean open = method.getModifiers().containsAll(Set.of(JavaModifier.STATIC, JavaModifier.PUBLIC));
        String result = method.getReturnType().toErasure().getName() + " "
                + method.getReturnType().getName();
        return open
                && !type.isEquivalentTo(Frame.class)
                && (result.contains("[B") || result.contains(Frame.class.getName()));
    }

    private static String lines(byte[] bytes) {
        String hex = HexFormat.of().formatHex(bytes);
        var lines = new StringBuilder();
        for (int from = 0; from < hex.length(); from += LINE_CHARS) {
            lines.append(hex, from, Math.min(hex.length(), from + LINE_CHARS)).append('\n');
        }
        return lines.toString();
    }
}
