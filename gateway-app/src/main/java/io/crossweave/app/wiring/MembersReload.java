package io.crossweave.app.wiring;

import io.crossweave.app.configuration.IntakeSettings;
import io.crossweave.app.configuration.PeersReader;
import io.crossweave.app.configuration.PeersSettings;
import io.crossweave.app.configuration.PeersSource;
import io.crossweave.app.configuration.SiteSettings;
import io.crossweave.core.membership.Topology;
import io.crossweave.core.spi.Transport;
import io.crossweave.crypto.keystore.SiteKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Reads the peers file again when it changes, while the site runs, and the key directory with it. All or nothing: a file with a mistake, or
 * a member whose keys are not there, changes nothing; for keys it is looked again. Text counts once it was found the same twice.
 */
final class MembersReload implements Runnable {
    private static final Logger LOG = Logger.getLogger(MembersReload.class);

    /** What follows the members. */
    interface Follower {
        /** Other keys of this site. */
        void follow(SiteKeys keys);

        /** Other members, and the intakes of those that are reached directly. */
        void follow(Topology topology, Map<String, Transport> intakes);

        /** All the rest of it. */
        void follow(PeersSettings peers);

        /** A change is not followed. */
        void refuses(String reason);
    }

    /** Makes what a change needs. */
    record Means(Supplier<SiteKeys> keys, Function<IntakeSettings, Transport> transport) {}

    private final String region;
    private final Path file;
    private final Means means;
    private final Follower follower;
    private PeersSettings followed;
    private SortedMap<String, Transport> intakes;
    private String settled;
    private String seen;
    private boolean unreadable;
    /** Whether what is settled waits for keys only: they may come later than the file. */
    private boolean lacksKeys;

    /**
     * @param source what the members of the settings were read from
     * @param intakes of the neighbours at the start
     */
    MembersReload(
            SiteSettings settings, PeersSource source, Map<String, Transport> intakes, Means means, Follower follower) {
        this.region = settings.region();
        this.file = source.file();
        this.followed = settings.peers();
        this.intakes = new TreeMap<>(intakes);
        this.means = means;
        this.follower = follower;
        this.settled = source.text();
        this.seen = settled;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(PolicyReload.LOOK_MS);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look at the file. */
    void look() {
        try {
            String now = Files.readString(file);
            unreadable = false;
            if (now.equals(seen) && (!now.equals(settled) || lacksKeys)) {
                boolean again = now.equals(settled);
                settled = now;
                take(now, again);
            }
            seen = now;
        } catch (RuntimeException e) {
            // Whatever it is, the next change of the file has to be seen.
            LOG.error("peers file could not be followed", e);
            follower.refuses("an internal error; the log says which");
        } catch (IOException e) {
            if (!unreadable) {
                unreadable = true;
                follower.refuses("the peers file can't be read: " + e.getMessage());
            }
        }
    }

    /** {@code again}: it was refused for want of keys, which was said. */
    private void take(String text, boolean again) {
        lacksKeys = false;
        var faults = new ArrayList<String>();
        PeersSettings next = PeersReader.read(region, text, faults::add);
        if (!Objects.equals(next.intakes().get(region), followed.intakes().get(region))) {
            faults.add("this site's own intake differs: that takes a restart");
        }
        if (!faults.isEmpty()) {
            follower.refuses(String.join("; ", faults));
            return;
        }
        try {
            SiteKeys keys = means.keys().get();
            Optional<String> missing = missing(keys, next.topology());
            if (missing.isPresent()) {
                lacksKeys = true;
                if (!again) {
                    follower.refuses(missing.get());
                }
            } else {
                follow(next, keys);
            }
        } catch (RuntimeException e) {
            follower.refuses(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> missing(SiteKeys keys, Topology topology) {
        for (String peer : topology.regions()) {
            boolean wraps = keys.wrapping().stream()
                    .anyMatch(kek -> kek.link().destination().equals(peer));
            boolean unwraps = keys.unwrapping().stream()
                    .anyMatch(kek -> kek.link().origin().equals(peer));
            if (!peer.equals(region) && !(wraps && unwraps && keys.trusted().knows(peer))) {
                return Optional.of("the key directory lacks keys of the links between " + region + " and " + peer);
            }
        }
        return Optional.empty();
    }

    private void follow(PeersSettings next, SiteKeys keys) {
        var now = new TreeMap<String, Transport>();
        var made = new HashMap<String, Transport>();
        try {
            next.neighbours(region).forEach((peer, intake) -> {
                Transport known = intake.equals(followed.neighbours(region).get(peer)) ? intakes.get(peer) : null;
                if (known == null) {
                    known = means.transport().apply(intake);
                    made.put(peer, known);
                }
                now.put(peer, known);
            });
            follower.follow(keys);
            follower.follow(next.topology(), now);
        } catch (RuntimeException e) {
            made.values().forEach(Transport::close);
            throw e;
        }
        follower.follow(next);
        followed = next;
        intakes = now;
        LOG.infof(
                "peers file read again site=%s members=%s",
                region, next.topology().regions());
    }
}
