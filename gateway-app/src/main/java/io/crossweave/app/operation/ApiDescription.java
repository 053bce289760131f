package io.crossweave.app.operation;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The head of {@code /q/openapi}; the calls describe themselves. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Crossweave",
                        version = "v1",
                        description =
                                "One context across clouds. Publish to the site next to you; read and watch at each."),
        security = @SecurityRequirement(name = "token"))
@SecurityScheme(
        securitySchemeName = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description = "RS256, with the claims sub, tenant, groups and source")
public final class ApiDescription extends Application {}
