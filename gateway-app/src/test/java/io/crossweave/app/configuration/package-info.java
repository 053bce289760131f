@NullMarked
package io.crossweave.app.configuration;

import org.jspecify.annotations.NullMarked;
