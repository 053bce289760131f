/**
 * The nouns of the product: sites, contexts, dots, tiers, lanes, context types. Pure records without behaviour beyond their own
 * consistency; everything else in the core speaks in them.
 */
@NullMarked
package io.crossweave.core.model;

import org.jspecify.annotations.NullMarked;
