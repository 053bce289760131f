package io.crossweave.crypto;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.crossweave.core.architecture.PurityRules;
import io.crossweave.crypto.keystore.LocalKeystore;
import io.crossweave.crypto.kms.Entropy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sealing and opening take time and entropy as inputs, like the core. */
class CryptoPurityTest {
    private static final String CRYPTO = "io.crossweave.crypto";
    private static final DescribedPredicate<JavaClass> SEAL_AND_OPEN =
            resideInAnyPackage(CRYPTO + ".seal..", CRYPTO + ".open..", CRYPTO + ".suite..", CRYPTO + ".sign..");
    private static final DescribedPredicate<JavaClass> EVERYWHERE = resideInAPackage(CRYPTO + "..");
    private static final JavaClasses PRODUCTION = PurityRules.productionClasses(CRYPTO);

    static Stream<ArchRule> rules() {
        return Stream.of(
                PurityRules.drawsNoRandomness(SEAL_AND_OPEN),
                PurityRules.readsNoClock(EVERYWHERE),
                PurityRules.startsNoThreads(EVERYWHERE),
                PurityRules.logsNothing(EVERYWHERE),
                PurityRules.hasNoUnboundedQueue(EVERYWHERE),
                PurityRules.makesNoFrame(EVERYWHERE),
                PurityRules.hasNoPackageCycles(CRYPTO));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void sealingAndOpeningArePure(ArchRule rule) {
        rule.check(PRODUCTION);
    }

    @Test
    void randomnessIsFoundWhereItIs() {
        assertThat(PRODUCTION.contain(LocalKeystore.class)).isTrue();
        assertThat(PurityRules.drawsNoRandomness(JavaClass.Predicates.equivalentTo(Entropy.class))
                        .evaluate(PRODUCTION)
                        .hasViolation())
                .isTrue();
    }
}
