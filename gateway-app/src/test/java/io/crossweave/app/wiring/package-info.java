@NullMarked
package io.crossweave.app.wiring;

import org.jspecify.annotations.NullMarked;
