package chat.moebi.registry;

import java.io.IOException;
import java.nio.file.Path;

/** Listens for scripts at a path of the registry. */
@FunctionalInterface
public interface ScriptSocket {

  /** Creates the socket's file and listens there, and no longer where it did before. */
  void bind(Path path) throws IOException;
}
