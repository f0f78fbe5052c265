package chat.moebi.console;

import chat.moebi.chat.Chat;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The place where a user or a script uses a node: shows results, and reads lines until it ends. */
public interface Console extends AutoCloseable {

  Display display();

  /** Shows that the node is ready. */
  default void ready(Chat chat) {
    display().ready(chat.name());
  }

  /**
   * Reads and carries out lines until the input or a line ends the console.
   *
   * @param starting completes when the node is ready
   * @return the failure that the exit status reports; empty if there is none
   * @throws ExecutionException if the node cannot start
   */
  Optional<Failure> run(CompletableFuture<Chat> starting)
      throws InterruptedException, ExecutionException;

  /** Shows no prompt any more, because the process ends, perhaps by a signal. */
  default void leave() throws InterruptedException {}

  /** Restores the terminal. */
  @Override
  default void close() throws IOException {}
}
