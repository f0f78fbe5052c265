package chat.moebi.cli;

import chat.moebi.chat.Chat;
import chat.moebi.console.Console;
import chat.moebi.console.Display;
import chat.moebi.console.Failure;
import chat.moebi.listen.AutomaticApart;
import chat.moebi.listen.CommandRunner;
import chat.moebi.listen.Listening;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.RoomName;
import chat.moebi.output.Receiver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads nothing, and takes a number of texts: shows them, or runs a command for each. */
final class ListenConsole implements Console {

  private final Display display;
  private final Display errors;
  private final Optional<CommandRunner> commands;
  private final List<RoomName> rooms;
  private final int count;
  private final CompletableFuture<Listening> listening = new CompletableFuture<>();

  /**
   * Creates the console.
   *
   * @param errors shows that the node is ready, on standard error
   * @param commands run for texts that are not automatic
   * @param rooms are joined
   * @param count how many texts are taken
   */
  ListenConsole(
      Display display,
      Display errors,
      Optional<CommandRunner> commands,
      List<RoomName> rooms,
      int count) {
    this.display = display;
    this.errors = errors;
    this.commands = commands;
    this.rooms = rooms;
    this.count = count;
  }

  /** Returns what takes the texts, given what shows them. */
  Receiver receiver(Receiver output) {
    Listening taken =
        commands
            .map(runner -> Listening.running(runner, count))
            .orElseGet(() -> Listening.showing(output, count));
    listening.complete(taken);
    return commands.isPresent() ? new AutomaticApart(taken, output) : taken;
  }

  @Override
  public Display display() {
    return display;
  }

  @Override
  public void ready(Chat chat) {
    rooms.forEach(room -> join(chat, room));
    errors.ready(chat.name());
    commands.ifPresent(CommandRunner::begin);
  }

  private static void join(Chat chat, RoomName room) {
    try {
      chat.rooms().join(room).toCompletableFuture().join();
    } catch (IllegalArgumentException e) {
      throw new NodeException(Reason.INVALID, e.getMessage());
    }
  }

  @Override
  public Optional<Failure> run(CompletableFuture<Chat> starting)
      throws InterruptedException, ExecutionException {
    Chat chat = starting.get();
    Optional<String> failure = listening.get().whenOver().toCompletableFuture().get();
    if (failure.isPresent()) {
      display.error("cannot write to standard output; " + failure.get());
      return Optional.of(Failure.OUTPUT);
    }
    if (commands.isPresent()) {
      commands.get().whenIdle().toCompletableFuture().get();
    }
    // Scripts may send through this node, to this one or another.
    await(chat.whenAnswered().toCompletableFuture(), chat.sendTimeout());
    return Optional.empty();
  }

  private static void await(CompletableFuture<Void> end, Duration limit)
      throws InterruptedException, ExecutionException {
    try {
      end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Those who wait longer learn that there is no answer.
    }
  }
}
