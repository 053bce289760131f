package io.crossweave.policy.yaml;

import io.crossweave.policy.yaml.YamlNode.Items;
import io.crossweave.policy.yaml.YamlNode.Mapping;
import io.crossweave.policy.yaml.YamlNode.Text;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 from the parser's events. A text is a text: {@code NO}, {@code 1.0} and {@code true} stay what was written, and no tag
 * makes an object of anything.
 */
public final class YamlReader {
    /** Characters of one file; a policy of a thousand rules has a tenth of it. */
    public static final int FILE_CHARS_MAX = 1 << 20;
    /** Deepest nesting; the documents of this product need seven. */
    public static final int DEPTH_MAX = 16;

    /** Stops at the first place where the file is no longer understood. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient SourcePlace place;

        Refused(SourcePlace place, String sentence) {
            super(sentence);
            this.place = place;
        }
    }

    private final String file;
    private final Findings findings;
    private final Iterator<Event> events;

    private YamlReader(String file, String text, Findings findings) {
        this.file = file;
        this.findings = findings;
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(FILE_CHARS_MAX)
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /** The documents of a file; what can't be read is told to {@code findings}, and only what stands before it is given back. */
    public static List<YamlNode> read(String file, String text, Findings findings) {
        var documents = new ArrayList<YamlNode>();
        if (text.length() > FILE_CHARS_MAX) {
            findings.error(
                    new SourcePlace(file, 1, 1),
                    "a file of " + text.length() + " characters exceeds " + FILE_CHARS_MAX);
            return documents;
        }
        try {
            new YamlReader(file, text, findings).documents(documents);
        } catch (Refused e) {
            findings.error(e.place, String.valueOf(e.getMessage()));
        } catch (MarkedYamlEngineException e) {
            findings.error(place(file, e.getProblemMark()), "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            findings.error(new SourcePlace(file, 1, 1), "not YAML: " + e.getMessage());
        }
        return documents;
    }

    private void documents(List<YamlNode> documents) {
        while (events.hasNext()) {
            switch (events.next().getEventId()) {
                case DocumentStart -> documents.add(node(events.next(), 0));
                case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
                case Alias, Scalar, MappingStart, MappingEnd, SequenceStart, SequenceEnd ->
                    throw new IllegalStateException("the parser gave a node outside of a document");
            }
        }
    }

    private YamlNode node(Event event, int depth) {
        SourcePlace place = place(file, event.getStartMark());
        if (event instanceof AliasEvent
                || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
            throw new Refused(place, "anchors and aliases are not allowed: write the value where it is meant");
        }
        if (depth > DEPTH_MAX) {
            throw new Refused(place, "nested deeper than " + DEPTH_MAX);
        }
        return switch (event) {
            case ScalarEvent scalar -> {
                refuseTag(scalar.getTag(), place);
                yield new Text(place, scalar.getValue());
            }
            case MappingStartEvent mapping -> {
                refuseTag(mapping.getTag(), place);
                yield mapping(place, depth);
            }
            case CollectionStartEvent items -> {
                refuseTag(items.getTag(), place);
                yield items(place, depth);
            }
            default -> throw new IllegalStateException("the parser gave " + event.getEventId() + " for a node");
        };
    }

    private static void refuseTag(Optional<String> tag, SourcePlace place) {
        if (tag.isPresent()) {
            throw new Refused(place, "the tag " + tag.get() + " is not allowed");
        }
    }

    private Items items(SourcePlace place, int depth) {
        var items = new ArrayList<YamlNode>();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            items.add(node(next, depth + 1));
        }
        return new Items(place, items);
    }

    private Mapping mapping(SourcePlace place, int depth) {
        var members = new TreeMap<String, Mapping.Member>();
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            YamlNode key = node(next, depth + 1);
            YamlNode value = node(events.next(), depth + 1);
            switch (key) {
                case Text text -> {
                    Mapping.Member first = members.putIfAbsent(text.value(), new Mapping.Member(text, value));
                    if (first != null) {
                        findings.error(
                                text.place(),
                                "key '" + text.value() + "' stands here for the second time, first in line "
                                        + first.key().place().line());
                    }
                }
                case Items _, Mapping _ -> findings.error(key.place(), key.kind() + " can't be a key");
            }
        }
        return new Mapping(place, members);
    }

    private static SourcePlace place(String file, Optional<Mark> mark) {
        return new SourcePlace(
                file,
                mark.map(Mark::getLine).orElse(0) + 1,
                mark.map(Mark::getColumn).orElse(0) + 1);
    }
}
