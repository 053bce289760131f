/**
 * What holds the house together across modules: which module may know what, and that the documents' commands exist. These tests read the
 * modules' compiled classes and the documents from the project's folder; they start nothing.
 */
@NullMarked
package io.crossweave.it.house;

import org.jspecify.annotations.NullMarked;
