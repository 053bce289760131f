package io.crossweave.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.runtime.live.LiveClock;
import io.crossweave.core.runtime.live.LiveSettings;
import io.crossweave.core.runtime.live.LiveSite;
import io.crossweave.core.runtime.live.SiteIdentity;
import io.crossweave.core.spi.Transport;
import io.crossweave.crypto.SiteCrypto;
import io.crossweave.crypto.keystore.KeyDirectory;
import io.crossweave.crypto.kms.Entropy;
import io.crossweave.policy.InvalidPolicyException;
import io.crossweave.policy.PolicyFiles;
import io.crossweave.policy.PolicySet;
import io.crossweave.policy.ResidencyPolicy;
import io.crossweave.policy.demo.DemoFiles;
import io.crossweave.stores.rocksdb.RocksStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Three live sites in this JVM with real stores, keys and the demo's policy, over intakes in memory. */
final class LiveTrio implements AutoCloseable {
    static final List<String> REGIONS = List.of("aws-us-east-1", "azure-westeurope", "gcp-asia-northeast1");

    private final Map<String, MemoryIntake> intakes = new TreeMap<>();
    private final List<LiveSite> sites = new ArrayList<>();
    private final List<RocksStore> stores = new ArrayList<>();

    private LiveTrio() {}

    static LiveTrio start(Path dir) throws InvalidPolicyException {
        KeyDirectory.create(dir.resolve("keys"), REGIONS, Entropy.system());
        PolicySet policies = PolicyFiles.load(DemoFiles.all());
        var trio = new LiveTrio();
        for (String region : REGIONS) {
            trio.intakes.put(region, new MemoryIntake(region.hashCode()));
        }
        for (String region : REGIONS) {
            trio.add(region, dir, policies);
        }
        trio.sites.forEach(LiveSite::start);
        return trio;
    }

    private void add(String region, Path dir, PolicySet policies) {
        RocksStore store = RocksStore.open(dir.resolve(region));
        stores.add(store);
        SiteIdentity identity = SiteIdentity.establish(store, region, System.currentTimeMillis());
        SiteCrypto crypto = SiteCrypto.local(KeyDirectory.open(dir.resolve("keys"), region), Entropy.system());
        var links = new HashMap<String, Transport>(intakes);
        links.remove(region);
        var settings = new LiveSettings(
                identity.site(),
                identity.linkEpoch(),
                policies.types().stream().collect(Collectors.toMap(ContextType::name, Function.identity())),
                new ResidencyPolicy(region, policies),
                crypto.sealer(),
                crypto.opener(),
                intakes.get(region),
                links);
        sites.add(new LiveSite(settings, store, LiveClock.of(identity), cause -> {}));
    }

    /** In the order of {@link #REGIONS}. */
    List<LiveSite> sites() {
        return sites;
    }

    LiveSite site(int index) {
        return sites.get(index);
    }

    List<MemoryIntake> intakes() {
        return List.copyOf(intakes.values());
    }

    List<RocksStore> stores() {
        return stores;
    }

    static VersionVector publish(LiveSite site, ContextEvent event) {
        PublishOutcome outcome =
                site.publish(event, Precondition.NONE).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(PublishOutcome.Published.class);
        return ((PublishOutcome.Published) outcome).version();
    }

    @Override
    public void close() {
        sites.forEach(LiveSite::close);
        stores.forEach(RocksStore::close);
    }
}
