/** Tests of resolvers at work. */
@NullMarked
package io.crossweave.app.resolve;

import org.jspecify.annotations.NullMarked;
