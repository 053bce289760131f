/**
 * What a site keeps of contexts and links between runs, as records: one for each table of the store. {@code wire} lays them out as bytes,
 * {@code context} and {@code link} write and read them.
 */
@NullMarked
package io.crossweave.core.stored;

import org.jspecify.annotations.NullMarked;
