package io.crossweave.crypto.keystore;

import io.crossweave.crypto.kms.Link;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Where each key stands below the directory; {@link KeyDirectory} describes it. */
record KeyLayout(Path dir) {
    static final String SHARED = "public";
    private static final String SUFFIX = ".pem";

    Path home(String region) {
        return dir.resolve(region);
    }

    Path privateKekFolder(String region) {
        return home(region).resolve("kek");
    }

    Path signingFolder() {
        return dir.resolve(SHARED).resolve("signing");
    }

    Path kekFolder() {
        return dir.resolve(SHARED).resolve("kek");
    }

    Path privateSigning(String region, int keyId) {
        return home(region).resolve("signing." + Integer.toUnsignedString(keyId) + SUFFIX);
    }

    Path publicSigning(String region, int keyId) {
        return signingFolder().resolve(region + "." + Integer.toUnsignedString(keyId) + SUFFIX);
    }

    Path privateKek(Link link, int version) {
        return privateKekFolder(link.destination()).resolve(link.origin() + "." + version + SUFFIX);
    }

    Path publicKek(Link link, int version) {
        return kekFolder().resolve(link.origin() + "." + link.destination() + "." + version + SUFFIX);
    }

    static String kekId(Link link, int version) {
        return "local:" + link.origin() + "." + link.destination() + "." + version;
    }

    /** The dotted parts of the names of all key files in a folder, ordered by name; empty when there is no such folder. */
    static List<NamedFile> files(Path folder, int parts) {
        List<NamedFile> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                found.add(named(file, parts));
            }
        } catch (IOException failed) {
            throw new KeyDirectoryException(folder, "the folder can't be listed (" + failed + ")", failed);
        }
        Collections.sort(found);
        return found;
    }

    private static NamedFile named(Path file, int parts) {
        String name = String.valueOf(file.getFileName());
        String[] words = name.substring(0, name.length() - SUFFIX.length()).split("\\.", -1);
        if (words.length != parts) {
            throw new KeyDirectoryException(file, "its name should have " + parts + " parts before " + SUFFIX);
        }
        try {
            int number = Integer.parseUnsignedInt(words[parts - 1]);
            return new NamedFile(file, List.of(words).subList(0, parts - 1), number);
        } catch (NumberFormatException notANumber) {
            throw new KeyDirectoryException(file, "its name should end in a number before " + SUFFIX, notANumber);
        }
    }

    /** A key file: the words of its name, then its number. */
    record NamedFile(Path file, List<String> words, int number) implements Comparable<NamedFile> {
        @Override
        public int compareTo(NamedFile other) {
            int byWords = String.join(".", words).compareTo(String.join(".", other.words));
            return byWords != 0 ? byWords : Integer.compareUnsigned(number, other.number);
        }

        Link linkTo(String destination) {
            try {
                return new Link(words.get(0), destination);
            } catch (IllegalArgumentException notALink) {
                throw new KeyDirectoryException(file, "its name is of no link: " + notALink.getMessage(), notALink);
            }
        }
    }
}
