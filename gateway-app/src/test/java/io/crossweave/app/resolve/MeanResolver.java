package io.crossweave.app.resolve;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.spi.ConflictResolver;
import io.crossweave.core.spi.ContestedPath;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * An example of a resolver: of several numbers it lets their mean stand, and leaves everything else to people. In a jar of its own it is named
 * by the file {@code META-INF/services/io.crossweave.core.spi.ConflictResolver}, which holds the name of this class.
 */
public final class MeanResolver implements ConflictResolver {
    @Override
    public String name() {
        return "mean";
    }

    @Override
    public Optional<JsonValue> resolve(ContestedPath contested) {
        BigDecimal sum = BigDecimal.ZERO;
        for (ContestedPath.Candidate candidate : contested.candidates()) {
            if (!(candidate.value() instanceof JsonNumber number)) {
                return Optional.empty();
            }
            sum = sum.add(number.decimal());
        }
        BigDecimal mean = sum.divide(BigDecimal.valueOf(contested.candidates().size()), MathContext.DECIMAL64);
        return Optional.of(JsonNumber.of(mean.toPlainString()));
    }
}
