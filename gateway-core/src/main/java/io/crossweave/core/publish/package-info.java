/**
 * The way out of a site starts here: a client's {@link io.crossweave.core.event.ContextEvent} is translated against the publisher's state
 * into typed operations (L4) and stamped with its dot, its dependencies and its clock value. Nothing is stored here. Next: {@code context}
 * commits what was stamped, {@code link} takes it from the committed log to each destination.
 */
@NullMarked
package io.crossweave.core.publish;

import org.jspecify.annotations.NullMarked;
