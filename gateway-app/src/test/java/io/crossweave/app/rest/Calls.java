package io.crossweave.app.rest;

import static io.restassured.RestAssured.given;

import io.crossweave.app.fake.Tokens;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.specification.RequestSpecification;

/** Requests with a token that opens all calls of apps. */
final class Calls {
    private static final String PROBLEMS = "https://crossweave.dev/problems/";

    private Calls() {}

    static RequestSpecification app() {
        return given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .defaultContentCharset("UTF-8")
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .auth()
                .oauth2(Tokens.of("reader", "publisher"));
    }

    static RequestSpecification json(String body) {
        return app().contentType("application/json").body(body);
    }

    static String problem(String slug) {
        return PROBLEMS + slug;
    }

    /** Puts a document and gives its version token. */
    static String put(String path, String document) {
        String tag = json(document).put(path).then().extract().header("ETag");
        return tag.substring(1, tag.length() - 1);
    }
}
