package io.crossweave.core.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static io.crossweave.core.architecture.PurityRules.LIVE_RUNTIME;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PurityTest {
    private static final String CORE = "io.crossweave.core";
    private static final String FIXTURE = "io.crossweave.core.architecture.fixture";
    private static final DescribedPredicate<JavaClass> PURE = resideOutsideOfPackage(LIVE_RUNTIME);
    private static final DescribedPredicate<JavaClass> EVERYWHERE = resideInAPackage(CORE + "..");
    private static final JavaClasses PRODUCTION = PurityRules.productionClasses(CORE);

    static Stream<ArchRule> rules() {
        return Stream.of(
                PurityRules.readsNoClock(PURE),
                PurityRules.drawsNoRandomness(PURE),
                PurityRules.startsNoThreads(PURE),
                PurityRules.logsNothing(PURE),
                PurityRules.hasNoUnboundedQueue(EVERYWHERE),
                PurityRules.makesNoFrame(resideOutsideOfPackages(CORE + ".wire..")),
                dependsOnlyOnWhatTheCoreMayKnow());
    }

    private static ArchRule dependsOnlyOnWhatTheCoreMayKnow() {
        return classes()
                .that(EVERYWHERE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        CORE + "..",
                        "java..",
                        "javax.crypto..",
                        "org.jspecify.annotations",
                        "com.fasterxml.jackson.core..",
                        "com.github.luben.zstd..",
                        "org.slf4j..")
                .because("the core knows no framework and no cloud");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theCoreIsPure(ArchRule rule) {
        rule.check(PRODUCTION);
    }

    @Test
    void noPackagesOfTheCoreDependOnEachOtherInACircle() {
        PurityRules.hasNoPackageCycles(CORE).check(PRODUCTION);
    }

    @Test
    void theCoreWasReallyRead() {
        assertThat(PRODUCTION).hasSizeGreaterThan(50);
        assertThat(PRODUCTION.contain(FIXTURE + ".Impure")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void eachRuleFailsOnAClassThatBreaksIt(ArchRule rule) {
        // Given
        JavaClasses impure = new ClassFileImporter().importPackages(FIXTURE);

        // When
        var broken = rule.evaluate(impure);

        // Then
        assertThat(broken.hasViolation()).as(rule.getDescription()).isTrue();
    }

    @Test
    void eachForbiddenCallIsSeenByItself() {
        // Given
        JavaClasses impure = new ClassFileImporter().importPackages(FIXTURE);

        // When
        String seen = rules().map(
                        rule -> rule.evaluate(impure).getFailureReport().toString())
                .reduce("", String::concat);

        // Then
        impure.get(FIXTURE + ".Impure")
                .getMethods()
                .forEach(method -> assertThat(seen).contains("Impure." + method.getName() + "("));
    }

    @Test
    void aCircleOfPackagesIsSeen() {
        JavaClasses circle = new ClassFileImporter().importPackages(FIXTURE);

        assertThat(PurityRules.hasNoPackageCycles(FIXTURE).evaluate(circle).hasViolation())
                .isTrue();
    }
}
