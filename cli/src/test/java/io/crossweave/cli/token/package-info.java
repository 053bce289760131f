/** Tests of tokens and their key. */
@NullMarked
package io.crossweave.cli.token;

import org.jspecify.annotations.NullMarked;
