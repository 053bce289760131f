/**
 * Resolvers at work (L5): at the site whose turn it is the loop has the open conflicts listed, asks code or a webhook on threads of its own,
 * and publishes the answer like any change. What nobody decides stays in the list of open conflicts, for people. Which disputes are asked
 * about, and how often, is decided by {@code core.resolve}.
 */
@NullMarked
package io.crossweave.app.resolve;

import org.jspecify.annotations.NullMarked;
