package io.crossweave.policy.document;

import io.crossweave.core.model.ContextType;
import io.crossweave.policy.yaml.SourcePlace;

/** One context type of a {@code kind: ContextTypes} document, where it stands, and its content in one normal form. */
public record TypeDocument(SourcePlace place, ContextType type, String canonical) {}
