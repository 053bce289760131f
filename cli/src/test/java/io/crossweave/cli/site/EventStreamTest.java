package io.crossweave.cli.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventStreamTest {
    private static List<StreamedEvent> events(String text) throws IOException {
        var events = new ArrayList<StreamedEvent>();
        try (var stream = new EventStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            for (StreamedEvent event = stream.next(); event != null; event = stream.next()) {
                events.add(event);
            }
        }
        return events;
    }

    @Test
    void anEventHasItsNameItsIdAndItsData() throws IOException {
        assertThat(events("event: change\nid: v1\ndata: {\"a\":1}\n\n"))
                .containsExactly(new StreamedEvent("change", "v1", "{\"a\":1}"));
    }

    @Test
    void commentsAndEmptyEventsArePassedOver() throws IOException {
        assertThat(events(": still here\n\nevent: x\n\ndata:1\n\n"))
                .containsExactly(new StreamedEvent("message", "", "1"));
    }

    @Test
    void linesOfDataAreJoinedAndTheIdLasts() throws IOException {
        assertThat(events("id: v1\ndata: a\ndata: b\n\ndata: c\n\n"))
                .containsExactly(new StreamedEvent("message", "v1", "a\nb"), new StreamedEvent("message", "v1", "c"));
    }

    @Test
    void anEventThatIsCutOffIsNotGiven() throws IOException {
        assertThat(events("data: whole\n\ndata: half\n")).hasSize(1);
    }

    @Test
    void pathsAndQueriesAreEncoded() {
        assertThat(Call.segment("a b/ü~._:@-Z9%+")).isEqualTo("a%20b%2F%C3%BC~._:@-Z9%25%2B");
    }
}
