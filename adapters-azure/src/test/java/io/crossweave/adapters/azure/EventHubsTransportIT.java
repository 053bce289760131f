package io.crossweave.adapters.azure;

import io.crossweave.core.spi.Transport;
import io.crossweave.core.spi.TransportContractTest;
import io.crossweave.core.testing.LocalCloudProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The transport contract over the real SDK and the local event hubs. */
class EventHubsTransportIT extends TransportContractTest {
    private static LocalCloudProcess cloud;

    private final RememberedPositions positions = new RememberedPositions();

    @BeforeAll
    static void startTheCloud() {
        cloud = LocalCloudProcess.start("eventhubs");
    }

    @AfterAll
    static void stopTheCloud() {
        cloud.close();
    }

    @Override
    protected LocalCloudProcess cloud() {
        return cloud;
    }

    @Override
    protected Transport open(String intake) {
        return new EventHubsTransport(EventHubsSettings.of(cloud.endpoint("connectionString"), intake), positions);
    }

    @Override
    protected boolean ordering() {
        return true;
    }

    @Override
    protected int fetchedAheadFramesMax() {
        return 4 * (EventHubsSettings.PREFETCH_EVENTS_DEFAULT + EventHubsLimits.HANDED_EVENTS_MAX);
    }

    @Override
    protected boolean serviceTakes(String intake, int bytesAboveLimit) throws Exception {
        return RawHubClient.accepts(cloud.endpoint("connectionString"), intake, bytesAboveLimit);
    }
}
