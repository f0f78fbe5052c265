package chat.moebi.console;

import chat.moebi.chat.Chat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** Reads nothing, and shows messages until a signal ends the process. */
public record HeadlessConsole(Display display) implements Console {

  @Override
  public Optional<Failure> run(CompletableFuture<Chat> starting)
      throws InterruptedException, ExecutionException {
    starting.get();
    new CountDownLatch(1).await();
    return Optional.empty();
  }
}
