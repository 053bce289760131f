/** Every bound of the product in one place, with its reason and the relations between bounds. */
@NullMarked
package io.crossweave.core.limits;

import org.jspecify.annotations.NullMarked;
