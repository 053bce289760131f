@NullMarked
package io.crossweave.app.rest;

import org.jspecify.annotations.NullMarked;
