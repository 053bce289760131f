/** Tests of what is asked of resolvers. */
@NullMarked
package io.crossweave.core.resolve;

import org.jspecify.annotations.NullMarked;
