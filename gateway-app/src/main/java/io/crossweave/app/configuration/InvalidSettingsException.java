package io.crossweave.app.configuration;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;

/** The site can't start as it is configured. The message has a line for each thing that is wrong; Quarkus prints it without a stack. */
public final class InvalidSettingsException extends ConfigurationException {
    private static final long serialVersionUID = 1;

    public InvalidSettingsException(List<String> faults) {
        super("the configuration of this site is not usable:\n  " + String.join("\n  ", faults));
    }
}
