package io.crossweave.crypto.keystore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;

/**
 * One PEM file (RFC 7468) with one key. Private ones are created for their owner alone, and refused when others may read them.
 *
 * <p>A file is written beside its place and moved there, so that a crash leaves either no key or a whole one.
 */
final class KeyFile {
    static final String PRIVATE = "PRIVATE KEY";
    static final String PUBLIC = "PUBLIC KEY";

    private static final int PEM_BYTES_MAX = 4_096;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private KeyFile() {}

    static void createFolder(Path folder, String permissions) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, attributes(folder, permissions));
            }
        } catch (IOException failed) {
            throw new KeyDirectoryException(folder, "the folder can't be created (" + failed + ")", failed);
        }
    }

    static void write(Path file, String label, byte[] der) {
        String pem = "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(beside);
            Files.createFile(beside, attributes(file, label.equals(PRIVATE) ? "rw-------" : "rw-r--r--"));
            Files.writeString(beside, pem, StandardCharsets.US_ASCII);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new KeyDirectoryException(file, "can't be written (" + failed + ")", failed);
        }
    }

    /** The DER bytes between the lines of the label. */
    static byte[] read(Path file, String label) {
        String pem = text(file);
        if (label.equals(PRIVATE)) {
            requireNotReadableByOthers(file);
        }
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf(end);
        if (from < 0 || to < from) {
            throw new KeyDirectoryException(file, "holds no PEM block '" + label + "'");
        }
        try {
            return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        } catch (IllegalArgumentException notBase64) {
            throw new KeyDirectoryException(file, "its PEM block is not base64", notBase64);
        }
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > PEM_BYTES_MAX) {
                throw new KeyDirectoryException(
                        file, "of " + Files.size(file) + " bytes exceeds " + PEM_BYTES_MAX + ", so it is no key");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException absent) {
            throw new KeyDirectoryException(file, "does not exist", absent);
        } catch (IOException failed) {
            throw new KeyDirectoryException(file, "can't be read (" + failed + ")", failed);
        }
    }

    private static void requireNotReadableByOthers(Path file) {
        try {
            if (isPosix(file) && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new KeyDirectoryException(file, "is a private key that every user can read; run chmod 600 on it");
            }
        } catch (IOException failed) {
            throw new KeyDirectoryException(file, "its permissions can't be read (" + failed + ")", failed);
        }
    }

    private static FileAttribute<?>[] attributes(Path file, String permissions) {
        if (!isPosix(file)) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> allowed = PosixFilePermissions.fromString(permissions);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(allowed)};
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
