package io.crossweave.clouds.pubsub;

import io.grpc.Status;
import io.grpc.StatusException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code projects/P/topics/T} or {@code projects/P/subscriptions/S}, checked by the service's rule for names. */
record ResourceName(String project, String collection, String id) {

    private static final Pattern FORM = Pattern.compile(
            "projects/([a-z][a-z0-9.:-]{4,62})/(topics|subscriptions)/([A-Za-z][A-Za-z0-9._~+%-]{2,254})");

    static ResourceName parse(String collection, String name) throws StatusException {
        Matcher matcher = FORM.matcher(name);
        if (!matcher.matches()
                || !matcher.group(2).equals(collection)
                || matcher.group(3).startsWith("goog")) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("Invalid resource name given (name=" + name + "), expected projects/P/"
                            + collection + "/ID; refer to https://cloud.google.com/pubsub/docs/admin#resource_names")
                    .asException();
        }
        return new ResourceName(matcher.group(1), collection, matcher.group(3));
    }

    String full() {
        return "projects/" + project + "/" + collection + "/" + id;
    }

    Path directoryIn(Path data) {
        return data.resolve(project).resolve(collection).resolve(id);
    }

    StatusException notFound() {
        return Status.NOT_FOUND
                .withDescription("Resource not found (resource=" + id + ").")
                .asException();
    }

    StatusException alreadyExists() {
        return Status.ALREADY_EXISTS
                .withDescription("Resource already exists in the project (resource=" + id + ").")
                .asException();
    }
}
