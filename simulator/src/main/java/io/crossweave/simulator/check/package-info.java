/**
 * The checkers. They keep books of their own and judge what sites show, store and send; they use no vector, policy or merge of the code
 * under test as their oracle. What they find broken ends the run as {@link io.crossweave.simulator.check.LawBroken}.
 */
@NullMarked
package io.crossweave.simulator.check;

import org.jspecify.annotations.NullMarked;
