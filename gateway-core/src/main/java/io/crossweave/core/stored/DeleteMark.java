package io.crossweave.core.stored;

import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;

/** A delete that no later delete has seen: what is written without having seen it is in conflict with it (L6). */
public record DeleteMark(Dot dot, Hlc hlc, String source) {}
