@NullMarked
package io.crossweave.app.problem;

import org.jspecify.annotations.NullMarked;
