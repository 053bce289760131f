package io.crossweave.cli.demo;

import io.crossweave.cli.demo.DemoPlan.PlannedSite;
import io.crossweave.cli.token.TokenKey;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.crypto.keystore.KeyDirectory;
import io.crossweave.crypto.kms.Entropy;
import io.crossweave.policy.PolicyFile;
import io.crossweave.policy.demo.DemoFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes what sites read: keys, context types, policy, and each site's settings. */
final class SiteFiles {
    private static final String OWNER_ONLY = "rw-------";

    private final DemoDirectory directory;
    private final DemoPlan plan;

    SiteFiles(DemoDirectory directory, DemoPlan plan) {
        this.directory = directory;
        this.plan = plan;
    }

    /** Makes the keys that are missing and keeps the others: what was written under them can be read after a restart. */
    void writeShared() throws IOException {
        KeyDirectory.create(directory.keys(), DemoPlan.regions(), Entropy.system());
        TokenKey.create(directory.keys());
        writeRepairKey();
        Files.createDirectories(directory.config());
        for (PolicyFile file : DemoFiles.all()) {
            Path target = directory.config().resolve(file.name());
            // An edited file is the user's.
            if (!Files.exists(target)) {
                Files.writeString(target, file.text());
            }
        }
    }

    /** What the hashes are keyed with by which sites find silent differences. */
    private void writeRepairKey() throws IOException {
        if (!Files.exists(repairKey())) {
            Files.createFile(
                    repairKey(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
            byte[] key = Entropy.system().bytes(SetHashKey.BYTES);
            Files.writeString(repairKey(), HexFormat.of().formatHex(key), StandardOpenOption.TRUNCATE_EXISTING);
        }
    }

    private Path repairKey() {
        return directory.keys().resolve("repair.key");
    }

    /**
     * Writes {@code config/application.properties} into the site's folder, where a site that is started there looks for it; by file and not
     * on the command line, which everybody on the machine can read.
     *
     * @param intakes by region, as {@link CloudKind#intake} gives them
     */
    void writeSite(PlannedSite site, SortedMap<String, SortedMap<String, String>> intakes) throws IOException {
        var settings = new TreeMap<String, String>();
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.http.port", Integer.toString(plan.port(site)));
        settings.put("crossweave.site.region", site.region());
        settings.put("crossweave.parent", "stdin");
        settings.put(
                "crossweave.data-dir",
                directory.site(site.region()).resolve("store").toString());
        settings.put("crossweave.keys-dir", directory.keys().toString());
        settings.put("crossweave.repair.key-file", repairKey().toString());
        settings.put(
                "crossweave.context-types",
                directory.config().resolve("context-types.yaml").toString());
        settings.put(
                "crossweave.policy", directory.config().resolve("policy.yaml").toString());
        settings.put(
                "crossweave.tokens.public-key",
                TokenKey.publicFile(directory.keys()).toString());
        for (PlannedSite other : DemoPlan.SITES) {
            if (!other.equals(site)) {
                settings.put("crossweave.sites.\"" + other.region() + "\".url", "http://127.0.0.1:" + plan.port(other));
            }
        }
        intakes.forEach((region, intake) ->
                intake.forEach((name, value) -> settings.put("crossweave.intakes.\"" + region + "\"." + name, value)));
        write(directory.site(site.region()).resolve("config").resolve("application.properties"), settings);
    }

    private static void write(Path file, SortedMap<String, String> settings) throws IOException {
        Files.createDirectories(file.getParent());
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        }
        var text = new StringBuilder("# Written by ./crossweave demo at each start.\n");
        settings.forEach((name, value) ->
                text.append(name).append('=').append(escaped(value)).append('\n'));
        Files.writeString(file, text, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** For the format of {@link java.util.Properties}, and for sites, which read <code>${…}</code> in a value as a reference. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("${", "\\\\${");
    }
}
