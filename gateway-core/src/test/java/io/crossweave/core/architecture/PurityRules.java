package io.crossweave.core.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.crossweave.core.wire.Frame;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.random.RandomGenerator;

/** What no class may do where time, entropy and threads arrive as inputs. Each rule is asked for the packages that it is to hold in. */
public final class PurityRules {
    /** The only packages that may read clocks, start threads and log; a trailing {@code ..} includes those below. */
    public static final String LIVE_RUNTIME = "io.crossweave.core.runtime.live..";

    private static final Set<String> TIME_TYPES = Set.of("java.time.", "java.util.Calendar", "java.util.Date");

    private static final Set<String> MAKERS = Set.of(JavaConstructor.CONSTRUCTOR_NAME, "received");

    private static final List<Class<?>> UNBOUNDED = List.of(
            ConcurrentLinkedQueue.class,
            ConcurrentLinkedDeque.class,
            LinkedTransferQueue.class,
            PriorityBlockingQueue.class,
            DelayQueue.class);

    private PurityRules() {}

    /** The compiled production classes below a package. */
    public static JavaClasses productionClasses(String rootPackage) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(rootPackage);
    }

    /** No wall clock and no monotonic clock: time is an input. */
    public static ArchRule readsNoClock(DescribedPredicate<JavaClass> where) {
        return noClasses()
                .that(where)
                .should()
                .accessTargetWhere(describe("a clock is read", PurityRules::readsClock))
                .orShould()
                .dependOnClassesThat(assignableTo(InstantSource.class).or(assignableTo(Clock.class)))
                .because("time arrives in inputs, so that a run can be replayed");
    }

    /** No randomness: entropy is an input. */
    public static ArchRule drawsNoRandomness(DescribedPredicate<JavaClass> where) {
        return noClasses()
                .that(where)
                .should()
                .dependOnClassesThat(assignableTo(Random.class).or(assignableTo(RandomGenerator.class)))
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .because("entropy arrives in inputs, so that a run can be replayed");
    }

    /** No threads, executors, timers or asynchronous stages: the caller's thread is the only one. */
    public static ArchRule startsNoThreads(DescribedPredicate<JavaClass> where) {
        return noClasses()
                .that(where)
                .should()
                .dependOnClassesThat(assignableTo(Thread.class)
                        .or(assignableTo(Executor.class))
                        .or(assignableTo(Executors.class))
                        .or(assignableTo(Timer.class)))
                .orShould()
                .accessTargetWhere(describe(
                        "an asynchronous stage is started",
                        access -> access.getTargetOwner().isAssignableTo(CompletableFuture.class)
                                && access.getName().endsWith("Async")))
                .because("the core is single-threaded; runtime.live gives it threads");
    }

    /** No logging. */
    public static ArchRule logsNothing(DescribedPredicate<JavaClass> where) {
        return noClasses()
                .that(where)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "java.util.logging..")
                .orShould()
                .dependOnClassesThat(assignableTo(System.Logger.class))
                .because("logs are written by the runtime and the app only");
    }

    /** No queue between threads that can grow without end. */
    public static ArchRule hasNoUnboundedQueue(DescribedPredicate<JavaClass> where) {
        return noClasses()
                .that(where)
                .should()
                .accessTargetWhere(describe("an unbounded queue is made", PurityRules::makesUnboundedQueue))
                .because("a full queue must be felt by who fills it");
    }

    /** Frames are laid out in one place; what a transport received enters through {@code Frame.received}, in the adapters only. */
    public static ArchRule makesNoFrame(DescribedPredicate<JavaClass> where) {
        return noClasses()
                .that(where)
                .should()
                .accessTargetWhere(describe(
                        "a Frame is made",
                        access -> access.getTargetOwner().isEquivalentTo(Frame.class)
                                && MAKERS.contains(access.getName())))
                .because("only wire knows the layout of a frame");
    }

    /** Each package below the root is a slice. */
    public static ArchRule hasNoPackageCycles(String rootPackage) {
        return slices().matching(rootPackage + ".(**)").should().beFreeOfCycles();
    }

    private static boolean readsClock(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        boolean systemClock =
                owner.equals(System.class.getName()) && (name.equals("nanoTime") || name.equals("currentTimeMillis"));
        boolean now = name.equals("now") || (name.equals(JavaConstructor.CONSTRUCTOR_NAME) && takesNothing(access));
        return systemClock || (now && TIME_TYPES.stream().anyMatch(owner::startsWith));
    }

    private static boolean makesUnboundedQueue(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        if (owner.isEquivalentTo(Executors.class)) {
            // Its pools queue without bound; a virtual thread per task has no queue.
            return access.getName().startsWith("new")
                    && !access.getName().equals("newVirtualThreadPerTaskExecutor")
                    && !access.getName().equals("newThreadPerTaskExecutor");
        }
        if (!access.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)) {
            return false;
        }
        boolean linked =
                owner.isEquivalentTo(LinkedBlockingQueue.class) || owner.isEquivalentTo(LinkedBlockingDeque.class);
        return UNBOUNDED.stream().anyMatch(owner::isEquivalentTo) || (linked && !takes(access, int.class));
    }

    private static boolean takesNothing(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().isEmpty();
    }

    private static boolean takes(JavaAccess<?> access, Class<?> parameter) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(parameter));
    }
}
