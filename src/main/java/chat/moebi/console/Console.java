package chat.moebi.console;

import chat.moebi.node.NodeName;
import java.io.IOException;

/** Is where a user or a script sits at a node: shows things, and reads lines until it ends. */
public interface Console extends AutoCloseable {

  /** Tells why a console ended. */
  enum End {
    /** The input ended, or a line said so. */
    QUIT,
    /** Ctrl-C was pressed. */
    INTERRUPTED
  }

  /** Returns where things are shown. */
  Display display();

  /** Says that the node is ready, where no prompt says so. */
  default void ready(NodeName name) {
    display().ready(name);
  }

  /** Reads lines and has them carried out, until the end. */
  End run(Shell shell) throws IOException, InterruptedException;

  /** Gives the terminal back as it was. */
  @Override
  default void close() throws IOException {}
}
