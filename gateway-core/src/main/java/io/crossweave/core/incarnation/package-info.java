/**
 * Lives of sites (L15). A site that starts asks its peers what they know of it; where anybody knows more than its store does it goes on as a
 * new incarnation, and collects what the lost ones have left with others before it serves. State machines over a store: whoever runs a site
 * carries the messages. Next: {@code context} lets what was collected take its place.
 */
@NullMarked
package io.crossweave.core.incarnation;

import org.jspecify.annotations.NullMarked;
