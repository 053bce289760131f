package io.crossweave.app.wiring;

import io.crossweave.app.configuration.IntakeSettings;
import io.crossweave.app.configuration.PeersSource;
import io.crossweave.app.configuration.SiteSettings;
import io.crossweave.app.home.PeerUrls;
import io.crossweave.app.resolve.ResolverLoop;
import io.crossweave.app.resolve.ResolverReport;
import io.crossweave.app.resolve.Resolvers;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.incarnation.SiteStart;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.rows.StoredPositions;
import io.crossweave.core.runtime.live.LiveClock;
import io.crossweave.core.runtime.live.LiveSettings;
import io.crossweave.core.runtime.live.LiveSite;
import io.crossweave.core.runtime.live.LiveStart;
import io.crossweave.core.runtime.live.SiteIdentity;
import io.crossweave.core.spi.ConflictResolver;
import io.crossweave.core.spi.Transport;
import io.crossweave.crypto.SiteCrypto;
import io.crossweave.crypto.keystore.KeyDirectory;
import io.crossweave.crypto.keystore.SiteKeys;
import io.crossweave.crypto.kms.Entropy;
import io.crossweave.policy.InvalidPolicyException;
import io.crossweave.policy.PolicyFile;
import io.crossweave.policy.PolicyFiles;
import io.crossweave.policy.PolicySet;
import io.crossweave.policy.ResidencyPolicy;
import io.crossweave.stores.rocksdb.RocksStore;
import io.quarkus.runtime.Quarkus;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts a live site together from its settings: store, identity, keys, policy, transports. */
@Singleton
public class LiveGateway implements GatewayLifecycle {
    private static final Logger LOG = Logger.getLogger(LiveGateway.class);
    private static final int EXIT_CANT_GO_ON = 70;

    private final PeerUrls urls;
    private @Nullable RocksStore store;
    private @Nullable LiveSite site;
    private final ResolverReport report;
    /** What goes on beside the site. */
    private final List<Thread> beside = new ArrayList<>();

    LiveGateway(PeerUrls urls, ResolverReport report) {
        this.urls = urls;
        this.report = report;
    }

    @Override
    public Gateway start(SiteSettings settings) {
        if (settings.repair().hashes().check() == SetHashKey.PUBLIC.check()) {
            LOG.warn(
                    "crossweave.repair.key-file is not set: hashes of what is held find damage, and hide nothing from who crafts it");
        }
        RocksStore opened = open(settings);
        store = opened;
        Supplier<SiteKeys> keys = () -> KeyDirectory.open(settings.keysDirectory(), settings.region());
        SiteCrypto crypto = SiteCrypto.local(keys.get(), Entropy.system());
        List<PolicyFile> files = files(settings);
        PolicySet policies = policies(files);
        SortedMap<String, ConflictResolver> resolvers = Resolvers.find(settings.resolvers());
        Resolvers.require(policies.types(), settings.region(), resolvers.keySet());
        var intakes = new Intakes(settings.region(), new StoredPositions(opened));
        var links = new TreeMap<String, Transport>();
        settings.peers()
                .neighbours(settings.region())
                .forEach((region, intake) -> links.put(region, intakes.transport(intake)));
        IntakeSettings own = settings.ownIntake();
        Map<String, ContextType> types =
                policies.types().stream().collect(Collectors.toMap(ContextType::name, Function.identity()));
        var live = new LiveSettings(
                new SiteId(settings.region(), 0), // not known before it has started
                1,
                types,
                new ResidencyPolicy(settings.region(), policies),
                crypto.sealer(),
                crypto.opener(),
                own == null ? null : intakes.transport(own),
                links,
                settings.peers().topology(),
                settings.silence(),
                Limits.STORE_BYTES_MAX);
        var wanted = live.keepingHistory(settings.historyMs()).repairing(settings.repair());
        LiveStart.Started started = started(settings, wanted, opened);
        SiteIdentity identity = started.identity();
        var running = new LiveSite(started.settings(), opened, LiveClock.of(identity), this::stopProcess);
        running.start();
        site = running;
        var reload = new PolicyReload(settings, policies, files, running::follow, running::refusesPolicy);
        beside.add(Thread.ofVirtual().name("policy-reload").start(reload));
        var means = new MembersReload.Means(keys, intakes::transport);
        followPeers(settings, links, means, new FollowedMembers(running.members(), crypto, urls));
        var loop = new ResolverLoop(
                running, types, resolvers, report, settings.resolvers().timeLimitMs());
        if (loop.hasWork()) {
            beside.add(Thread.ofVirtual().name("resolvers").start(() -> resolve(loop)));
        }
        return running;
    }

    private void followPeers(
            SiteSettings settings,
            Map<String, Transport> links,
            MembersReload.Means means,
            MembersReload.Follower follower) {
        PeersSource source = settings.peersSource();
        if (source != null) {
            var reload = new MembersReload(settings, source, links, means, follower);
            beside.add(Thread.ofVirtual().name("members-reload").start(reload));
        }
    }

    private void resolve(ResolverLoop loop) {
        try {
            loop.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            stopProcess(e);
        }
    }

    /** What a witness on another volume knows of and the store lacks is got back from peers; without any it is damage (L15). */
    private static RocksStore open(SiteSettings settings) {
        Path directory = settings.dataDirectory().resolve("store");
        boolean canRecover = settings.hasWitnessElsewhere()
                && settings.peers().topology().regions().size() > 1;
        return canRecover
                ? RocksStore.openLacking(directory, settings.witnessDirectory())
                : RocksStore.open(directory, settings.witnessDirectory());
    }

    private static LiveStart.Started started(SiteSettings settings, LiveSettings live, RocksStore opened) {
        SiteStart.Witness witness = settings.hasWitnessElsewhere() ? SiteStart.Witness.AGREES : SiteStart.Witness.NONE;
        if (opened.lack().isPresent()) {
            witness = SiteStart.Witness.KNOWS_MORE;
            LOG.warnf(
                    "the store lacks commits: %s; the site asks its peers for them",
                    opened.lack().get());
        }
        Thread starter = Thread.currentThread();
        var ending = new Thread(starter::interrupt);
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            LiveStart.Started started = LiveStart.run(live, opened, witness, settings.startWaitMs());
            Runtime.getRuntime().removeShutdownHook(ending);
            return started;
        } catch (InterruptedException e) {
            starter.interrupt();
            throw new IllegalStateException("the site ends before it has started", e);
        }
    }

    private static List<PolicyFile> files(SiteSettings settings) {
        try {
            return PolicyReload.files(settings);
        } catch (IOException e) {
            throw new UncheckedIOException("the policy files can't be read", e);
        }
    }

    private static PolicySet policies(List<PolicyFile> files) {
        try {
            return PolicyFiles.load(files);
        } catch (InvalidPolicyException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Fails fast: a site that can't go on ends its process, and a new start reads the truth from the store. */
    private void stopProcess(Throwable cause) {
        LOG.error("the site can't go on and ends", cause);
        Quarkus.asyncExit(EXIT_CANT_GO_ON);
    }

    @Override
    public void stop() {
        beside.forEach(Thread::interrupt);
        if (site != null) {
            site.close();
        }
        if (store != null) {
            store.close();
        }
    }
}
