/** Claims about keys and about every key wrapping; the contract test serves the cloud adapters too. */
@NullMarked
package io.crossweave.crypto.kms;

import org.jspecify.annotations.NullMarked;
