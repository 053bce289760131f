/**
 * Claims against published test vectors (Project Wycheproof). The vectors are not part of the project: they are read from
 * {@code -Dvectors.dir} (by default {@code ../shared/vectors} beside the repository), and the tests are skipped where that is absent.
 */
@NullMarked
package io.crossweave.crypto.vectors;

import org.jspecify.annotations.NullMarked;
