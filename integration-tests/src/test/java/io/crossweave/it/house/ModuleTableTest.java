package io.crossweave.it.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.crossweave.core.wire.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class ModuleTableTest {
    private static final List<ModuleTable> rows = ModuleTable.ROWS;
    private static final JavaClasses TRESPASSER =
            new ClassFileImporter().importPackages("io.crossweave.it.house.fixture");

    private static final Map<String, JavaClasses> READ = new ConcurrentHashMap<>();

    private static JavaClasses classesOf(ModuleTable row) {
        return READ.computeIfAbsent(row.module(), module -> read(module));
    }

    private static JavaClasses read(String module) {
        Path folder = ProjectFolder.path().resolve(module).resolve("target").resolve("classes");
        return new ClassFileImporter().importPath(folder);
    }

    private static ArchRule knowsOnly(ModuleTable row) {
        return classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(row.allowed())
                .as("the code of " + row.module() + " knows only what the module table allows")
                .allowEmptyShould(true);
    }

    private static ArchRule makesNoFrame() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.crossweave.core.wire..", "io.crossweave.adapters..", "io.crossweave.simulator.network..")
                .should()
                .callConstructor(Frame.class, byte[].class)
                .orShould()
                .callMethod(Frame.class, "received", byte[].class)
                .because("only wire lays frames out, and only transports receive them");
    }

    @ParameterizedTest
    @FieldSource("rows")
    void aModuleKnowsOnlyWhatTheTableAllows(ModuleTable row) {
        knowsOnly(row).check(classesOf(row));
    }

    @ParameterizedTest
    @FieldSource("rows")
    void eachRowFailsOnCodeThatTrespasses(ModuleTable row) {
        assertThat(knowsOnly(row).evaluate(TRESPASSER).hasViolation()).isTrue();
    }

    @ParameterizedTest
    @FieldSource("rows")
    void aModuleKeepsToItsOwnPackages(ModuleTable row) {
        classes().should().resideInAPackage(row.root()).allowEmptyShould(true).check(classesOf(row));
    }

    @ParameterizedTest
    @FieldSource("rows")
    void aModuleMakesNoFrameOfItsOwn(ModuleTable row) {
        makesNoFrame().allowEmptyShould(true).check(classesOf(row));
    }

    @Test
    void aFrameMadeElsewhereIsSeen() {
        assertThat(makesNoFrame().evaluate(TRESPASSER).hasViolation()).isTrue();
    }

    @Test
    void onlyWireCanCallTheConstructorOfAFrame() {
        JavaClass frame = new ClassFileImporter().importClass(Frame.class);

        assertThat(frame.getConstructors())
                .extracting(JavaConstructor::getModifiers)
                .allSatisfy(modifiers -> assertThat(modifiers).isEmpty());
    }

    @ParameterizedTest
    @FieldSource("rows")
    void noPackagesOfAModuleDependOnEachOtherInACircle(ModuleTable row) {
        String root = row.root().substring(0, row.root().length() - "..".length());

        SlicesRuleDefinition.slices()
                .matching(root + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(classesOf(row));
    }

    @ParameterizedTest
    @FieldSource("rows")
    void everyPackageIsDescribedAndNullMarked(ModuleTable row) {
        var packages = new TreeSet<String>();
        var described = new TreeSet<String>();
        for (JavaClass type : classesOf(row)) {
            // What a generator puts into packages of its own has no folder among the sources, and nobody reads it.
            if (!hasSources(row, type.getPackageName())) {
                continue;
            }
            packages.add(type.getPackageName());
            if (type.getSimpleName().equals("package-info") && type.isAnnotatedWith(NullMarked.class)) {
                described.add(type.getPackageName());
            }
        }
        assertThat(described).isEqualTo(packages);
    }

    private static boolean hasSources(ModuleTable row, String packageName) {
        Path sources = ProjectFolder.path().resolve(row.module(), "src", "main", "java");
        return Files.isDirectory(sources.resolve(packageName.replace('.', '/')));
    }

    @Test
    void everyModuleOfTheBuildHasItsRow() throws IOException {
        try (Stream<Path> folders = Files.list(ProjectFolder.path())) {
            List<String> modules = folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> folder.getFileName().toString())
                    .filter(module -> !module.equals("integration-tests"))
                    .toList();
            assertThat(rows).extracting(ModuleTable::module).containsExactlyInAnyOrderElementsOf(modules);
        }
    }

    /** Without this, rules would pass on a module whose classes were looked for in the wrong place. */
    @ParameterizedTest
    @FieldSource("rows")
    void aModuleThatHasSourcesWasReallyRead(ModuleTable row) {
        boolean hasSources = Files.isDirectory(ProjectFolder.path().resolve(row.module(), "src", "main", "java"));

        assertThat(classesOf(row).isEmpty()).isEqualTo(!hasSources);
    }
}
