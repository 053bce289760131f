/**
 * Plays conversations through sites and compares what the sites then hold. {@link io.crossweave.cli.replay.DialogueFile} reads dialogues in
 * the form of the Schema-Guided Dialogue dataset, {@link io.crossweave.cli.replay.DialoguePlayer} publishes each turn as one event, {@link
 * io.crossweave.cli.replay.Comparison} asks every site for every context, and {@link io.crossweave.cli.replay.Replay} runs many of both side
 * by side. It knows sites by their public contract alone.
 */
@NullMarked
package io.crossweave.cli.replay;

import org.jspecify.annotations.NullMarked;
