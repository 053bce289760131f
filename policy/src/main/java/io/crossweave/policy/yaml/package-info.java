/**
 * Strict YAML with places: maps with text keys, lists and texts, each with the line and column where it stands. Anchors, aliases, tags,
 * duplicate keys, deep nesting and large files are refused, so that a file says exactly what it shows. Knows nothing of policies; what it
 * reads goes to {@code document}, and what is wrong is collected as {@link io.crossweave.policy.yaml.Finding}s, so that an author sees
 * all of it at once.
 */
@NullMarked
package io.crossweave.policy.yaml;

import org.jspecify.annotations.NullMarked;
