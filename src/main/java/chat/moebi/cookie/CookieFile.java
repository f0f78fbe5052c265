package chat.moebi.cookie;

import static chat.moebi.name.NodeException.Reason.BAD_CONFIGURATION;

import chat.moebi.name.NodeException;
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
 * A file with one cookie a line: a node offers the first and accepts all. A file that other users
 * can read is refused, as {@code ssh} refuses a key.
 *
 * <p>Each method throws a {@link NodeException} with a sentence for the user.
 */
public final class CookieFile {

  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_COOKIES = 16;

  private CookieFile() {}

  /**
   * Returns the path of the user's own file: in {@code $XDG_CONFIG_HOME}, else {@code ~/.config}.
   */
  public static Path ofUser(Map<String, String> environment) {
    return Home.configDirectory(environment)
        .map(directory -> directory.resolve("cookie"))
        .orElseThrow(
            () ->
                new NodeException(
                    BAD_CONFIGURATION,
                    "cannot keep a cookie without a home directory; set HOME, or give a"
                        + " --cookie-file"));
  }

  /**
   * Reads the user's own file, and creates it on first use. When several nodes use it first at the
   * same time, one creates it and all read the same cookie.
   */
  public static List<Cookie> readOwn(Map<String, String> environment) {
    return readOwn(ofUser(environment));
  }

  static List<Cookie> readOwn(Path file) {
    try {
      if (Files.notExists(file)) {
        createOwn(file);
      }
      // Anyone who may change the directory may change the cookie.
      OwnerOnly.objectionTo(file.getParent().toRealPath())
          .ifPresent(
              objection -> {
                throw unusable(file, "its directory: " + objection);
              });
    } catch (IOException e) {
      throw unusable(file, e);
    }
    return read(file);
  }

  /** Reads a file that must exist. */
  public static List<Cookie> read(Path file) {
    try {
      require(!Files.isDirectory(file), file, "it is a directory");
      require(OwnerOnly.isOwnOrRoots(file), file, "it belongs to another user");
      require(Files.isRegularFile(file), file, "it is no regular file");
      require(Files.size(file) <= MAX_BYTES, file, "it is too long to hold a cookie");
      if (OwnerOnly.isOpen(file)) {
        throw unusable(file, "others can read it; " + remedy(file));
      }
      List<Cookie> cookies =
          lines(file).stream().map(line -> cookie(file, line)).distinct().toList();
      if (cookies.isEmpty()) {
        throw unusable(
            file, "it is empty; remove it and type: chat cookie --new " + ShellWord.of(file));
      }
      require(
          cookies.size() <= MAX_COOKIES, file, "it holds more than " + MAX_COOKIES + " cookies");
      return cookies;
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** Creates a file with a new cookie, readable by its owner alone. The file must not exist. */
  public static void create(Path file) {
    try {
      write(file, Cookie.generate());
    } catch (FileAlreadyExistsException e) {
      throw new NodeException(
          BAD_CONFIGURATION, file + " is there already; choose another file, or remove it", e);
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

  private static Cookie cookie(Path file, String line) {
    require(
        !line.startsWith("#"),
        file,
        "a line begins with #; it is to hold cookies only, one a line");
    try {
      return Cookie.of(line);
    } catch (NodeException e) {
      throw unusable(file, e.getMessage());
    }
  }

  // The file may not be a cookie file: /etc/passwd, for example, must stay readable.
  private static String remedy(Path file) throws IOException {
    return OwnerOnly.isOwn(file.toRealPath()) && looksLikeCookies(file)
        ? "type: chmod 400 " + ShellWord.of(file)
        : "choose one that only you can read, or make one: chat cookie --new FILE";
  }

  private static boolean looksLikeCookies(Path file) throws IOException {
    try {
      List<String> lines = lines(file);
      lines.forEach(line -> cookie(file, line));
      return !lines.isEmpty()
          && lines.size() <= MAX_COOKIES
          && lines.stream().noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
    } catch (CharacterCodingException | NodeException e) {
      return false;
    }
  }

  private static void createOwn(Path file) throws IOException {
    try {
      Files.createDirectories(file.getParent(), OwnerOnly.DIRECTORY);
    } catch (FileAlreadyExistsException e) {
      // The path may be a link to a directory; the caller checks that.
    }
    try {
      write(file, Cookie.generate());
    } catch (FileAlreadyExistsException e) {
      // Another node was first.
    }
  }

  // A link to a complete file appears at once, and only if nothing has its name: no other process
  // reads half a cookie.
  private static void write(Path file, Cookie cookie) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path temporary = Files.createTempFile(absolute.getParent(), ".cookie", ".tmp", OwnerOnly.FILE);
    try {
      Files.writeString(temporary, cookie.text() + "\n");
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("r--------"));
      try {
        Files.createLink(absolute, temporary);
      } catch (UnsupportedOperationException | FileSystemException e) {
        // Some file systems have no links. If a file has the name already, this fails as well.
        Files.move(temporary, absolute);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void require(boolean condition, Path file, String objection) {
    if (!condition) {
      throw unusable(file, objection);
    }
  }

  private static NodeException unusable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return unusable(
          file, "there is no such file; make one: chat cookie --new " + ShellWord.of(file));
    }
    if (e instanceof CharacterCodingException) {
      return unusable(file, "it is not UTF-8 text");
    }
    return new NodeException(
        BAD_CONFIGURATION,
        "cannot use the cookie file " + file + ": " + e.getClass().getSimpleName(),
        e);
  }

  private static NodeException unusable(Path file, String objection) {
    return new NodeException(
        BAD_CONFIGURATION, "cannot use the cookie file " + file + ": " + objection);
  }
}
