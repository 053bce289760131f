package io.crossweave.app.rest;

import io.crossweave.app.translate.RequestJson;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Bodies of requests, bounded while they are read, and of answers, in canonical form. Both are our own JSON tree. */
@Provider
@Consumes({"application/json", ContextResource.JSON_PATCH, ContextResource.MERGE_PATCH})
@Produces("application/json")
public final class JsonBodies implements MessageBodyReader<JsonValue>, MessageBodyWriter<JsonValue> {
    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return type == JsonValue.class;
    }

    @Override
    public JsonValue readFrom(
            Class<JsonValue> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, String> headers,
            InputStream body) {
        return RequestJson.parse(BoundedBody.read(body));
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return JsonValue.class.isAssignableFrom(type);
    }

    @Override
    public void writeTo(
            JsonValue value,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        body.write(JsonWriter.canonicalBytes(value));
    }
}
