package chat.moebi.console;

import chat.moebi.chat.Chat;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Is where a user or a script sits at a node: shows things, and reads lines until it ends. */
public interface Console extends AutoCloseable {

  /** Tells why a console ended. */
  enum End {
    /** The input ended, or a line said so. */
    QUIT,
    /** SIGINT came. */
    INTERRUPTED
  }

  /** Returns where things are shown. */
  Display display();

  /** Says that the node is ready. */
  default void ready(Chat chat) {
    display().ready(chat.name());
  }

  /**
   * Reads lines and has them carried out, until the end.
   *
   * @param shell completes when its node is ready; if that fails, so does this
   */
  End run(CompletableFuture<Shell> shell)
      throws IOException, InterruptedException, ExecutionException;

  /**
   * Returns the failure of the first line that failed, if a script is to be told by the exit
   * status: it is the end of its input that ended the console.
   */
  default Optional<Failure> failure() {
    return Optional.empty();
  }

  /** Gives the terminal back as it was. */
  @Override
  default void close() throws IOException {}
}
