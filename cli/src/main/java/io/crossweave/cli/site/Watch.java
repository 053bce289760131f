package io.crossweave.cli.site;

import io.crossweave.cli.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A stream of changes that is taken up again where it broke off. */
public final class Watch {
    private static final long RECONNECT_MS = 1_000;
    private static final int SERVER_ERRORS = 500;
    private static final int TOO_MANY = 429;

    private final SiteClient site;
    private final Call call;
    private final Consumer<String> notices;

    /** @param notices that the stream has broken, in one line each time */
    public Watch(SiteClient site, Call call, Consumer<String> notices) {
        this.site = site;
        this.call = call;
        this.notices = notices;
    }

    /** Hands out events until one is the last that is wanted; fails where the site refuses. */
    public void run(Predicate<StreamedEvent> isLast) throws InterruptedException {
        String lastId = "";
        while (true) {
            String reason = "the site ended it";
            try (InputStream body = open(lastId);
                    EventStream events = new EventStream(body)) {
                for (StreamedEvent event = events.next(); event != null; event = events.next()) {
                    lastId = event.id();
                    if (isLast.test(event)) {
                        return;
                    }
                }
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            }
            notices.accept("the watch at " + site.site().name() + " broke off (" + reason + "); taking it up again");
            TimeUnit.MILLISECONDS.sleep(RECONNECT_MS);
        }
    }

    private InputStream open(String lastId) throws IOException, InterruptedException {
        Call resumed = lastId.isEmpty() ? call : call.withHeader("Last-Event-ID", lastId);
        HttpRequest request =
                site.request(resumed.withHeader("Accept", "text/event-stream")).build();
        HttpResponse<InputStream> response = site.client().send(request, BodyHandlers.ofInputStream());
        int status = response.statusCode();
        if (status == 200) {
            return response.body();
        }
        try (InputStream refusal = response.body()) {
            Answer answer = Answer.of(status, response.headers(), refusal.readAllBytes());
            if (status >= SERVER_ERRORS || status == TOO_MANY) {
                throw new IOException(answer.refusal());
            }
            throw new CommandFailure(site.site().name() + " answers " + answer.refusal());
        }
    }
}
