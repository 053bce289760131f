package io.crossweave.app.rest;

import io.crossweave.app.AppLimits;
import io.crossweave.app.home.ForwardedAnswer;
import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.app.problem.TraceId;
import io.crossweave.app.translate.DurabilityAsked;
import io.crossweave.app.translate.NativeEventReader;
import io.crossweave.app.translate.PublishAnswer;
import io.crossweave.app.translate.PublishRequest;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Publishes the items of a batch: all are handed over in their order before the first answer is awaited, so that they share commits, and
 * each ends by itself. An item of the same context as a refused one goes ahead; a caller who needs them to hang together sends one delta.
 */
@RequestScoped
class EventBatch {
    private static final int FIRST_REFUSAL = 300;

    private final Publisher publisher;
    private final HomeRequests home;
    private final RoutingContext request;

    EventBatch(Publisher publisher, HomeRequests home, RoutingContext request) {
        this.home = home;
        this.publisher = publisher;
        this.request = request;
    }

    private sealed interface Item {
        record Begun(PublishRequest request, CompletableFuture<PublishOutcome> outcome) implements Item {}

        record AtHome(int status, JsonValue body) implements Item {}

        record Refused(Problem problem) implements Item {}
    }

    JsonArray publish(NativeEventReader reader, JsonArray events, DurabilityAsked durability) {
        List<Item> items = new ArrayList<>(events.size());
        long sendUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(AppLimits.FORWARD_MS_MAX);
        for (JsonValue event : events) {
            items.add(begin(reader, event, durability, sendUntil));
        }
        List<JsonValue> answers = new ArrayList<>(items.size());
        long begin = System.nanoTime();
        for (Item item : items) {
            answers.add(answer(answers.size(), item, begin));
        }
        return JsonArray.of(answers);
    }

    /** Of an item that is to be sent on, after {@code sendUntil}, nothing is done: each may take as long as a whole request. */
    private Item begin(NativeEventReader reader, JsonValue event, DurabilityAsked durability, long sendUntil) {
        try {
            ContextEvent read = reader.read(event);
            boolean late = System.nanoTime() - sendUntil > 0;
            if (late && home.isElsewhere(read.key().type())) {
                return new Item.Refused(Problem.of(
                        ProblemType.UNAVAILABLE, "the items before it took the home site too long; nothing was done"));
            }
            Optional<ForwardedAnswer> atHome = home.answer(read.key().type(), event);
            if (atHome.isPresent()) {
                return new Item.AtHome(atHome.get().status(), atHome.get().json());
            }
            PublishRequest change = PublishRequest.of(read, Precondition.NONE, durability);
            return new Item.Begun(change, publisher.begin(change));
        } catch (ProblemException e) {
            return new Item.Refused(e.problem());
        }
    }

    private JsonObject answer(int index, Item item, long begin) {
        JsonObject json = JsonObject.of("index", JsonNumber.of(index));
        return switch (item) {
            case Item.AtHome(int status, JsonValue body)
            when status < FIRST_REFUSAL ->
                json.with("status", JsonNumber.of(200)).with("result", body);
            case Item.AtHome(int status, JsonValue body) ->
                json.with("status", JsonNumber.of(status)).with("problem", body);
            case Item.Begun(PublishRequest change, CompletableFuture<PublishOutcome> outcome) ->
                told(json, publisher.answer(change, outcome, begin));
            case Item.Refused(Problem problem) -> told(json, new PublishAnswer.Refused(problem));
        };
    }

    private JsonObject told(JsonObject json, PublishAnswer answer) {
        return switch (answer) {
            case PublishAnswer.Done done ->
                json.with("status", JsonNumber.of(200)).with("result", done.body());
            case PublishAnswer.Refused(Problem problem) ->
                json.with("status", JsonNumber.of(problem.type().status()))
                        .with("problem", problem.toJson(TraceId.of(request)));
        };
    }
}
