package io.crossweave.app.wiring;

import io.crossweave.app.configuration.SiteSettings;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.policy.InvalidPolicyException;
import io.crossweave.policy.PolicyFile;
import io.crossweave.policy.PolicyFiles;
import io.crossweave.policy.PolicySet;
import io.crossweave.policy.ResidencyPolicy;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Reads the policy and context-type files again when they change, while the site runs. All or nothing: a file with a mistake, or one that
 * asks for what only a start can do, changes nothing, and the policy that was in force stays so. Text counts once it was found the same
 * twice: half a written file may be a whole policy, and a wider one.
 */
final class PolicyReload implements Runnable {
    static final long LOOK_MS = 1_000;
    private static final Logger LOG = Logger.getLogger(PolicyReload.class);

    private final SiteSettings settings;
    private final List<ContextType> runningTypes;
    private final Predicate<ReleasePolicy> follow;
    private final Consumer<String> refused;
    private List<PolicyFile> settled;
    private List<PolicyFile> seen;
    private boolean unreadable;

    /**
     * @param running what the site was started with
     * @param files what that was read from
     * @param follow puts a policy in force; false where it is the same as before
     * @param refused hears why a change is not followed
     */
    PolicyReload(
            SiteSettings settings,
            PolicySet running,
            List<PolicyFile> files,
            Predicate<ReleasePolicy> follow,
            Consumer<String> refused) {
        this.settings = settings;
        this.runningTypes = running.types();
        this.follow = follow;
        this.refused = refused;
        this.settled = files;
        this.seen = files;
    }

    static List<PolicyFile> files(SiteSettings settings) throws IOException {
        return List.of(PolicyFile.of(settings.contextTypesFile()), PolicyFile.of(settings.policyFile()));
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(LOOK_MS);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look at the files. */
    void look() {
        try {
            List<PolicyFile> now = files(settings);
            unreadable = false;
            if (now.equals(seen) && !now.equals(settled)) {
                settled = now;
                take(now);
            }
            seen = now;
        } catch (IOException e) {
            if (!unreadable) {
                unreadable = true;
                refused.accept("the files can't be read: " + e.getMessage());
            }
        }
    }

    private void take(List<PolicyFile> files) {
        try {
            PolicySet set = PolicyFiles.load(files);
            Optional<String> needsStart = needsStart(set.types());
            if (needsStart.isPresent()) {
                refused.accept(needsStart.get());
            } else if (follow.test(new ResidencyPolicy(settings.region(), set))) {
                LOG.infof("policy files read again site=%s", settings.region());
            }
        } catch (InvalidPolicyException e) {
            refused.accept(e.getMessage());
        } catch (RuntimeException e) {
            // Whatever it is, the next change of the files has to be seen.
            LOG.error("policy files could not be followed", e);
            refused.accept("an internal error; the log says which");
        }
    }

    /** Of context types only what the policy asks of them may change: rules and tiers are laid down in what is stored and under way. */
    private Optional<String> needsStart(List<ContextType> types) {
        List<ContextType> before =
                runningTypes.stream().map(PolicyReload::withoutClasses).toList();
        List<ContextType> now = types.stream().map(PolicyReload::withoutClasses).toList();
        return before.equals(now)
                ? Optional.empty()
                : Optional.of("context types differ in more than their classes: that takes a restart");
    }

    private static ContextType withoutClasses(ContextType type) {
        return type.withClasses(List.of());
    }
}
