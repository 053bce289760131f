package io.crossweave.policy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.crossweave.core.architecture.PurityRules;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A decision depends on the event, the route and the files alone. */
class PolicyPurityTest {
    private static final String POLICY = "io.crossweave.policy";
    private static final DescribedPredicate<JavaClass> EVERYWHERE = resideInAPackage(POLICY + "..");
    private static final JavaClasses PRODUCTION = PurityRules.productionClasses(POLICY);

    static Stream<ArchRule> rules() {
        return Stream.of(
                PurityRules.drawsNoRandomness(EVERYWHERE),
                PurityRules.readsNoClock(EVERYWHERE),
                PurityRules.startsNoThreads(EVERYWHERE),
                PurityRules.logsNothing(EVERYWHERE),
                PurityRules.hasNoUnboundedQueue(EVERYWHERE),
                PurityRules.makesNoFrame(EVERYWHERE),
                PurityRules.hasNoPackageCycles(POLICY));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void evaluationIsPure(ArchRule rule) {
        assertThat(PRODUCTION.contain(ResidencyPolicy.class)).isTrue();

        rule.check(PRODUCTION);
    }
}
