package io.crossweave.core.stored;

/** The position of a lane's log up to which a destination has committed everything: a restart sends again from behind it (L12). */
public record ConfirmedMark(long position) {}
