package chat.moebi.cookie;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * Reads and makes files of cookies: one a line, the first is offered, all are accepted. A file that
 * others can read is refused, as {@code ssh} refuses a key.
 */
public final class CookieFile {

  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_COOKIES = 16;

  private CookieFile() {}

  /**
   * Returns where the user's own is: in {@code $XDG_CONFIG_HOME}, else in {@code ~/.config}.
   *
   * @throws CookieException if the user has no home directory
   */
  public static Path ofUser(Map<String, String> environment) {
    return Home.configDirectory(environment)
        .map(directory -> directory.resolve("cookie"))
        .orElseThrow(
            () ->
                new CookieException(
                    "cannot keep a cookie without a home directory; set HOME, or give a"
                        + " --cookie-file"));
  }

  /**
   * Reads the user's own, where {@link #ofUser} says that it is.
   *
   * @throws CookieException with a sentence for the user
   */
  public static List<Cookie> readOwn(Map<String, String> environment) {
    return readOwn(ofUser(environment));
  }

  /**
   * Reads the user's own, which is made on first use; of several nodes that are first at once, one
   * makes it and all read the same.
   *
   * @throws CookieException with a sentence for the user
   */
  public static List<Cookie> readOwn(Path file) {
    Path directory = file.getParent();
    try {
      if (Files.notExists(file)) {
        Files.createDirectories(directory.getParent());
        createOwnDirectory(directory);
        createUnlessThere(file);
      }
      // Who may change the directory may change the cookie.
      OwnerOnly.objectionTo(directory.toRealPath())
          .ifPresent(
              objection -> {
                throw unusable(file, "its directory: " + objection);
              });
    } catch (IOException e) {
      throw unusable(file, e);
    }
    return read(file);
  }

  /**
   * Reads a file that must be there.
   *
   * @throws CookieException with a sentence for the user
   */
  public static List<Cookie> read(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw unusable(file, "it is a directory");
      }
      if (!OwnerOnly.isOwnOrRoots(file)) {
        throw unusable(file, "it belongs to another user");
      }
      if (!Files.isRegularFile(file)) {
        throw unusable(file, "it is no regular file");
      }
      if (Files.size(file) > MOST_BYTES) {
        throw unusable(file, "it is too long to hold a cookie");
      }
      if (OwnerOnly.isOpen(file)) {
        throw unusable(file, "others can read it; " + remedy(file));
      }
      List<Cookie> cookies =
          lines(file).stream().map(line -> cookie(file, line)).distinct().toList();
      if (cookies.isEmpty()) {
        throw unusable(
            file, "it is empty; remove it and type: chat cookie --new " + ShellWord.of(file));
      }
      if (cookies.size() > MOST_COOKIES) {
        throw unusable(file, "it holds more than " + MOST_COOKIES + " cookies");
      }
      return cookies;
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /**
   * Makes a file that holds a new cookie, for its owner's eyes only.
   *
   * @throws CookieException with a sentence for the user, if there is a file already, say
   */
  public static void create(Path file) {
    try {
      write(file, Cookie.generate());
    } catch (FileAlreadyExistsException e) {
      throw new CookieException(file + " is there already; choose another file, or remove it", e);
    } catch (NoSuchFileException e) {
      throw unusable(file, "there is no directory " + file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return Cookie.withoutByteOrderMark(Files.readString(file))
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  // Another file may serve others too: /etc/passwd, say, which root owns.
  private static String remedy(Path file) throws IOException {
    return OwnerOnly.isOwn(file.toRealPath()) && mayHoldCookies(file)
        ? "type: chmod 400 " + ShellWord.of(file)
        : "choose one that only you can read, or make one: chat cookie --new FILE";
  }

  private static boolean mayHoldCookies(Path file) throws IOException {
    try {
      List<String> lines = lines(file);
      return !lines.isEmpty()
          && lines.size() <= MOST_COOKIES
          && lines.stream().noneMatch(line -> line.chars().anyMatch(Character::isISOControl))
          && lines.stream().allMatch(line -> cookie(file, line) != null);
    } catch (CharacterCodingException | CookieException e) {
      return false;
    }
  }

  private static Cookie cookie(Path file, String line) {
    if (line.startsWith("#")) {
      throw unusable(file, "a line begins with #; it is to hold cookies only, one a line");
    }
    try {
      return Cookie.of(line);
    } catch (CookieException e) {
      throw unusable(file, e.getMessage());
    }
  }

  private static void createUnlessThere(Path file) throws IOException {
    try {
      write(file, Cookie.generate());
    } catch (FileAlreadyExistsException e) {
      // Another node was first.
    }
  }

  private static void createOwnDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, OwnerOnly.DIRECTORY);
    } catch (FileAlreadyExistsException e) {
      // Checked by the caller, whoever made it.
    }
  }

  // By a link, which comes to be whole and only if there is none: who reads it reads all of it.
  private static void write(Path file, Cookie cookie) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path temporary = Files.createTempFile(absolute.getParent(), ".cookie", ".tmp", OwnerOnly.FILE);
    try {
      Files.writeString(temporary, cookie.text() + "\n");
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("r--------"));
      link(absolute, temporary);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void link(Path file, Path temporary) throws IOException {
    try {
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(temporary, file); // A file system without links, shared with a container, say.
    }
  }

  private static CookieException unusable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return unusable(
          file, "there is no such file; make one: chat cookie --new " + ShellWord.of(file));
    }
    if (e instanceof CharacterCodingException) {
      return unusable(file, "it is not UTF-8 text");
    }
    return new CookieException(
        "cannot use the cookie file " + file + ": " + e.getClass().getSimpleName(), e);
  }

  private static CookieException unusable(Path file, String why) {
    return new CookieException("cannot use the cookie file " + file + ": " + why);
  }
}
