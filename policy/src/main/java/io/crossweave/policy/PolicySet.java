package io.crossweave.policy;

import io.crossweave.core.model.ContextType;
import io.crossweave.policy.document.PolicyDocument;
import java.util.List;

/**
 * Context types and one policy that were read together, without a mistake.
 *
 * @param canonical the content of all of it in one normal form
 */
public record PolicySet(List<ContextType> types, PolicyDocument policy, String canonical) {
    public PolicySet {
        types = List.copyOf(types);
    }
}
