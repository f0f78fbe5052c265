package chat.moebi.cli;

import chat.moebi.chat.Chat;
import chat.moebi.console.Console;
import chat.moebi.console.Display;
import chat.moebi.console.Failure;
import chat.moebi.console.StreamException;
import chat.moebi.listen.AutomaticTextRouter;
import chat.moebi.listen.CommandRunner;
import chat.moebi.listen.CountingReceiver;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.output.Receiver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A console that reads no input: it shows each text, or runs a command for it. */
final class ListenConsole implements Console {

  private final Display display;
  private final Display errors;
  private final Optional<CommandRunner> commands;
  private final List<RoomName> rooms;
  private final int count;
  private final CompletableFuture<CountingReceiver> receiver = new CompletableFuture<>();

  /**
   * Creates the console.
   *
   * @param errors standard error, which shows that the node is ready
   * @param commands runs a command for each text that is not automatic; empty to show all texts
   * @param rooms the rooms to join
   * @param count how many texts to receive
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

  /** Returns the receiver of texts, given the one that shows them. */
  Receiver receiver(Receiver output) {
    CountingReceiver counting =
        commands
            .map(runner -> CountingReceiver.running(runner, count))
            .orElseGet(() -> CountingReceiver.showing(output, count));
    receiver.complete(counting);
    return commands.isPresent() ? new AutomaticTextRouter(counting, output) : counting;
  }

  @Override
  public Display display() {
    return display;
  }

  @Override
  public void ready(Chat chat) {
    join(chat);
    showReady(chat.name());
    commands.ifPresent(CommandRunner::begin);
  }

  private void showReady(NodeName name) {
    try {
      errors.ready(name);
    } catch (StreamException e) {
      // Standard error may be closed. The node receives texts nevertheless.
    }
  }

  private void join(Chat chat) {
    try {
      chat.rooms().joinOnly(rooms).toCompletableFuture().join();
    } catch (IllegalArgumentException e) {
      throw new NodeException(Reason.INVALID, e.getMessage());
    }
  }

  @Override
  public Optional<Failure> run(CompletableFuture<Chat> starting)
      throws InterruptedException, ExecutionException {
    Chat chat = starting.get();
    Optional<String> failure = receiver.get().whenDone().toCompletableFuture().get();
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
      // Senders that wait longer learn that there is no answer.
    }
  }
}
