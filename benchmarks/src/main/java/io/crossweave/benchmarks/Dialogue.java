package io.crossweave.benchmarks;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Messages of a travel agent's conversations, about 1 KB of JSON each: common words often and rare ones seldom, as in speech, between
 * numbers and names that hardly repeat. Repeated text would flatter compression. The same seed gives the same messages.
 */
final class Dialogue {
    static final int MESSAGE_BYTES = 1_024;

    /** From the most to the least frequent. */
    private static final String[] WORDS = """
            the to a I you is for in of that it on and have your would like at please me can be with there do from are not this one
            flight hotel what which want need looking find book any we my was they will time day night price back around about also
            know good great thanks sure yes no okay just then if but so by or as up out more other some see let get go take make when
            where how much many people room rooms leave leaving arrive arriving return morning afternoon evening tomorrow Friday
            Monday Sunday weekend March April June October city center station airport train bus taxi rental car street address phone
            number restaurant table reservation dinner breakfast food Italian Chinese Mexican Indian vegetarian cheap moderate
            expensive rating stars review near far close nearby walking distance available availability confirm confirmed cancel
            change ticket tickets seat seats economy business premium window aisle luggage bags nonstop layover carrier airline
            Lufthansa Delta United Alaska museum park attraction free entry visit tour guide weather sunny rain temperature degrees
            wind humidity movie theater music concert event venue doctor dentist appointment salon bank balance transfer account
            checking savings dollars cents total amount pay card payment receipt invoice passport visa currency exchange insurance
            wheelchair allergy gluten peanut shuttle concierge sauna balcony courtyard lagoon harbour cathedral observatory vineyard
            unfortunately apparently preferably approximately occasionally immediately accommodation itinerary recommendation
            """.strip().split("\\s+");

    private static final String[] SERVICES = {"Flights", "Hotels", "Restaurants", "RideSharing", "Events", "Banks"};
    private static final long BEGIN_SECONDS = 1_760_000_000L;

    private final SplittableRandom random;
    private long seconds = BEGIN_SECONDS;
    private int turn;

    Dialogue(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The next message; its canonical form has {@link #MESSAGE_BYTES} or a few more. */
    JsonObject message() {
        seconds += 1 + random.nextInt(40);
        JsonObject frame = JsonObject.EMPTY
                .with("service", new JsonString(SERVICES[random.nextInt(SERVICES.length)] + "_" + random.nextInt(1, 5)))
                .with("confidence", JsonNumber.of(String.format(Locale.ROOT, "0.%04d", random.nextInt(1, 10_000))))
                .with("reference", new JsonString(reference()));
        JsonObject message = JsonObject.EMPTY
                .with("id", new JsonString(reference()))
                .with("at", new JsonString(Instant.ofEpochSecond(seconds).toString()))
                .with("turn", JsonNumber.of(++turn))
                .with("speaker", new JsonString(turn % 2 == 0 ? "agent" : "customer"))
                .with("frames", JsonArray.of(frame));
        int room = MESSAGE_BYTES - JsonWriter.canonicalBytes(message).length - ",\"text\":\"\"".length();
        return message.with("text", new JsonString(sentences(room)));
    }

    /** 16 hexadecimal digits, as an id has them. */
    String reference() {
        return String.format(Locale.ROOT, "%016x", random.nextLong());
    }

    private String sentences(int characters) {
        var text = new StringBuilder(characters + 16);
        int left = 0;
        while (text.length() < characters) {
            if (left-- == 0) {
                text.append(text.isEmpty() ? "" : ". ");
                left = random.nextInt(6, 18);
            } else {
                text.append(' ');
            }
            text.append(random.nextInt(14) == 0 ? Integer.toString(random.nextInt(2_400)) : word());
        }
        return text.toString();
    }

    /** Zipf's law, nearly: the logarithm of a word's rank is uniform. */
    private String word() {
        double rank = Math.exp(random.nextDouble() * Math.log(WORDS.length + 1.0)) - 1;
        return WORDS[Math.min(WORDS.length - 1, (int) rank)];
    }
}
