/** How a site does, for operators and their tools: health, metrics, and the description of the API. */
@NullMarked
package io.crossweave.app.operation;

import org.jspecify.annotations.NullMarked;
