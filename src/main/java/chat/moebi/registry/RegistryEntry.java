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
 * A node of this user on this host, as a file of the registry describes it. The file has lines of
 * properties, because reading and writing JSON would make starts and scripts slower.
 *
 * @param incarnation tells one start of the node's ActorSystem from the next; 0 while it starts
 * @param address {@code HOST:PORT} where other nodes reach the node; empty while it starts
 * @param cookies the node's cookies: the first is offered, all are accepted
 * @param socket the file name of the node's socket for scripts, within the registry
 * @param isReady false from the claim of the name until other nodes can send to the node
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
  private static final long MAX_BYTES = 64 * 1024;

  /** Describes a node of this process that is about to start. */
  public static RegistryEntry starting(NodeName name, List<Fingerprint> cookies) {
    // Not the node's name: names are long, and the whole path may have some 100 bytes only.
    String socket = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()) + ".sock";
    return new RegistryEntry(name, ProcessHandle.current().pid(), 0, "", cookies, socket, false);
  }

  /** Returns the entry of the same node with the address at which other nodes reach it. */
  public RegistryEntry startedAt(long incarnation, String address) {
    return new RegistryEntry(name, pid, incarnation, address, cookies, socket, isReady);
  }

  /** Returns the entry of the same node, to which others can send now. */
  RegistryEntry ready() {
    return new RegistryEntry(name, pid, incarnation, address, cookies, socket, true);
  }

  /** Returns whether the text is the node's full or short name. */
  public boolean isCalled(String text) {
    return name.toString().equals(text) || name.name().equals(text);
  }

  /** Returns whether the node has no address yet. */
  public boolean isStarting() {
    return incarnation == 0;
  }

  /** Writes the whole entry or nothing, readable by its owner only. */
  void write(Path file) throws IOException {
    // Properties.store would write the date first, and load the names of time zones for that. No
    // value here needs to be escaped.
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

  /** Reads an entry; returns nothing if there is no file, or no node has written it. */
  static Optional<RegistryEntry> read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_BYTES) {
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
              socket(lines),
              // Nodes of versions before this field were ready.
              Boolean.parseBoolean(lines.getProperty("ready", "true"))));
    } catch (NoSuchFileException | CharacterCodingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  // Readers connect to the socket, or remove it, so it has to be in the entry's directory.
  private static String socket(Properties lines) {
    String socket = value(lines, "socket");
    if (!SOCKET.matcher(socket).matches()) {
      throw new IllegalArgumentException("not a plain name: " + socket);
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
