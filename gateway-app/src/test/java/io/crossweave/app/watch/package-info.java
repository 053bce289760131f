@NullMarked
package io.crossweave.app.watch;

import org.jspecify.annotations.NullMarked;
