/** Reading of members from JSON documents whose form is known: what is absent or of another kind is an answer, not an exception. */
@NullMarked
package io.crossweave.cli.json;

import org.jspecify.annotations.NullMarked;
