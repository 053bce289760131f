package io.crossweave.policy.document;

import io.crossweave.policy.yaml.SourcePlace;

/**
 * One rule.
 *
 * @param precedence among the rules that apply the one with the smallest number decides; no two rules have the same
 */
public record PolicyRule(String name, long precedence, RuleConditions when, Ruling then, SourcePlace place) {}
