/** Tests of what headers and bodies become. Nothing but the test runner uses it. */
@NullMarked
package io.crossweave.app.translate;

import org.jspecify.annotations.NullMarked;
