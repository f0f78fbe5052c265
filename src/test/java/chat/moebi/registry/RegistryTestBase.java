package chat.moebi.registry;

import chat.moebi.cookie.Fingerprint;
import chat.moebi.name.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registry in a directory of the test. */
@Timeout(60)
abstract class RegistryTestBase {

  static final List<Fingerprint> COOKIES =
      List.of(new Fingerprint("ab12"), new Fingerprint("cd34"));

  static final NodeName KATE = NodeName.parse("kate@localhost");
  static final NodeName ALEX = NodeName.parse("alex@localhost");
  static final long OWN_PID = ProcessHandle.current().pid();

  @TempDir Path temporary;
  Path directory;
  Registry registry;

  @BeforeEach
  void open() {
    directory = temporary.resolve("chat");
    registry = Registry.at(directory);
  }

  /** Leaves the files of a killed node: the entry and the socket, and a lock that is free. */
  RegistryEntry leaveBehind(NodeName name) throws IOException {
    Claim claim = registry.claim(name, COOKIES);
    claim.publish(7, "localhost:25520");
    Path entry = directory.resolve(name + ".node");
    String content = Files.readString(entry);
    claim.close();
    Files.writeString(entry, content);
    Files.createFile(registry.socket(claim.entry()));
    return claim.entry();
  }
}
