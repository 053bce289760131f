package io.crossweave.adapters.gcp;

import com.google.api.core.ApiFuture;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PubsubMessage;
import java.util.List;

/** One publish request to the topic; its future fails with gax's {@code ApiException}. */
@FunctionalInterface
interface Publishing {
    ApiFuture<PublishResponse> publish(List<PubsubMessage> messages);
}
