/** Tests of calls to sites. */
@NullMarked
package io.crossweave.cli.site;

import org.jspecify.annotations.NullMarked;
