package io.crossweave.core.context;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.model.EntryId;
import java.util.List;

/**
 * A change that no client asked for.
 *
 * @param name what its event id begins with; the rest tells its dot
 * @param source whose entries it goes on with; empty for nobody's
 */
record OwnChange(String name, List<Addition> additions, List<EntryId> removals, String source, Lifetime lifetime) {}
