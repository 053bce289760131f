/**
 * The rows of the store as the state machines read and write them: a context with its entries and holes, its history, the log, the inbox,
 * marks. Byte layouts are {@code wire}'s, atomicity is the store's; here is only which rows belong together.
 */
@NullMarked
package io.crossweave.core.rows;

import org.jspecify.annotations.NullMarked;
