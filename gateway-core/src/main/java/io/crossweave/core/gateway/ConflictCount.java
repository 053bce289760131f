package io.crossweave.core.gateway;

/** Conflicts found since the start, by context type and the regions of both writes; this site made the later one. */
public record ConflictCount(String type, String earlierSite, String laterSite, long found) {}
