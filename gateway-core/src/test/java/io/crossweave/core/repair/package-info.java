/** Silent differences between two sites that are found and mended. */
@NullMarked
package io.crossweave.core.repair;

import org.jspecify.annotations.NullMarked;
