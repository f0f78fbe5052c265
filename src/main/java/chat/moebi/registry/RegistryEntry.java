package chat.moebi.registry;

import chat.moebi.cookie.Fingerprint;
import chat.moebi.cookie.OwnerOnly;
import chat.moebi.name.NodeName;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Describes a node of this user on this host, in a file of the registry.
 *
 * <p>In lines of properties rather than JSON: to read and write them takes no time worth
 * mentioning, of which a script's short life and a node's start have little.
 *
 * @param name its name
 * @param pid its process
 * @param incarnation tells one start of its ActorSystem from the next; 0 while it starts
 * @param address {@code HOST:PORT} where other nodes reach it; empty while it starts
 * @param cookies names its cookies: the first is offered, all are accepted
 * @param socket the file name of its socket for scripts, within the registry
 * @param isReady false from when its process takes the name until others can send to it
 */
public record RegistryEntry(
    NodeName name,
    long pid,
    long incarnation,
    String address,
    List<Fingerprint> cookies,
    String socket,
    boolean isReady) {

  private static final Pattern SOCKET = Pattern.compile("\\w+\\.sock");
  private static final long MOST_BYTES = 64 * 1024;

  /** Describes a node of this process that is about to start. */
  public static RegistryEntry starting(NodeName name, List<Fingerprint> cookies) {
    // Not the node's name: a socket's whole path may have some 100 bytes, and names are long.
    String socket = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()) + ".sock";
    return new RegistryEntry(name, ProcessHandle.current().pid(), 0, "", cookies, socket, false);
  }

  /** Describes the same node once it can be reached. */
  public RegistryEntry startedAt(long incarnation, String address) {
    return new RegistryEntry(name, pid, incarnation, address, cookies, socket, isReady);
  }

  /** Describes the same node once others can send to it. */
  RegistryEntry ready() {
    return new RegistryEntry(name, pid, incarnation, address, cookies, socket, true);
  }

  /** Tells whether that is its name, full or short. */
  public boolean isCalled(String text) {
    return name.toString().equals(text) || name.name().equals(text);
  }

  /** Tells whether it cannot be reached yet. */
  public boolean isStarting() {
    return incarnation == 0;
  }

  /** Writes it whole or not at all, for its owner's eyes only. */
  void write(Path file) throws IOException {
    // Properties would write the date first, and load the names of time zones for it. No value here
    // needs to be escaped.
    List<String> lines =
        List.of(
            "name=" + name,
            "pid=" + pid,
            "incarnation=" + incarnation,
            "address=" + address,
            "cookies=" + cookies.stream().map(Fingerprint::hex).collect(Collectors.joining(" ")),
            "socket=" + socket,
            "ready=" + isReady);
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, OwnerOnly.FILE);
    Files.write(temporary, lines);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Reads one; nothing if there is none, or none that a node has written. */
  static Optional<RegistryEntry> read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MOST_BYTES) {
      return Optional.empty();
    }
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
      return Optional.of(
          new RegistryEntry(
              NodeName.parse(value(lines, "name")),
              Long.parseLong(value(lines, "pid")),
              Long.parseLong(value(lines, "incarnation")),
              value(lines, "address"),
              Stream.of(value(lines, "cookies").split(" "))
                  .filter(hex -> !hex.isEmpty())
                  .map(Fingerprint::new)
                  .toList(),
              plainName(value(lines, "socket")),
              // Nodes of before this field were not waited for.
              Boolean.parseBoolean(lines.getProperty("ready", "true"))));
    } catch (NoSuchFileException | CharacterCodingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  // Whoever reads an entry connects to its socket, or removes it: it is to be in the same
  // directory.
  private static String plainName(String socket) {
    if (!SOCKET.matcher(socket).matches()) {
      throw new IllegalArgumentException("no plain name: " + socket);
    }
    return socket;
  }

  private static String value(Properties lines, String key) {
    String value = lines.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException("no " + key);
    }
    return value;
  }
}
