package chat.moebi.listen;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.output.Message;
import chat.moebi.output.Receiver;
import chat.moebi.output.Receiver.Answers;
import chat.moebi.output.Receiver.Busy;
import chat.moebi.output.Receiver.Loss;
import chat.moebi.output.Receiver.NotShown;
import chat.moebi.output.Receiver.Result;
import chat.moebi.output.Receiver.Shown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs real commands, with a chat that shows every reply. */
@Timeout(60)
class CommandRunnerTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final NodeName SHOUT = NodeName.parse("shout@localhost");
  private static final Duration OK_AFTER = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path directory;

  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
  private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> errors = new LinkedBlockingQueue<>();
  private final List<CommandRunner> runners = new ArrayList<>();

  /** The clock of the commands stands still until a test moves it. */
  private final AtomicLong nanoTime = new AtomicLong();

  /** Replies are shown at once unless a test replaces this. */
  private volatile Answers answers =
      repliesShownWhen(CompletableFuture.completedFuture(Optional.empty()));

  @AfterEach
  void end() {
    runners.forEach(CommandRunner::close);
  }

  @Test
  void repliesWithEachLineThatTheCommandPrints() throws Exception {
    send(runner("tr a-z A-Z; echo; printf 'a\\r\\nlast'"), ALEX, "hi, wörld");
    assertThat(next(results)).isEqualTo(Shown.INSTANCE);
    assertThat(replies).containsExactly("HI, WöRLD", "", "a", "last");
  }

  @Test
  void replacesBytesThatAreNoText() throws Exception {
    send(runner("printf '\\303\\050'"), ALEX, "");
    assertThat(next(results)).isEqualTo(Shown.INSTANCE);
    assertThat(replies).containsExactly("\ufffd(");
  }

  @Test
  void namesSenderAndAddressee() throws Exception {
    CommandRunner runner = runner("cat > /dev/null; echo $CHAT_FROM $CHAT_TO");
    send(runner, ALEX, "hi");
    assertThat(next(replies)).isEqualTo("alex@localhost shout@localhost");
    runner.show(message(ALEX, Optional.of(RoomName.parse("#dogs")), "hi"), answers, results::add);
    assertThat(next(replies)).isEqualTo("alex@localhost #dogs");
  }

  @Test
  void passesACommandOnWhateverItsCharacters() throws Exception {
    send(runner("printf '%s|\\n' 'größer \\' \"it's 'fine' \uD83D\uDC36\""), ALEX, "");
    assertThat(next(results)).isEqualTo(Shown.INSTANCE);
    assertThat(replies).containsExactly("größer \\|", "it's 'fine' \uD83D\uDC36|");
  }

  @Test
  void givesALongTextToACommandThatReadsItOrNot() throws Exception {
    String text = "x".repeat(64 * 1024);
    send(runner("wc -c | tr -d ' '"), ALEX, text);
    assertThat(next(replies)).isEqualTo("65537");
    send(runner("exec < /dev/null; echo unread"), ALEX, text);
    assertThat(next(replies)).isEqualTo("unread");
    assertThat(next(results)).isEqualTo(Shown.INSTANCE);
    assertThat(next(results)).isEqualTo(Shown.INSTANCE);
  }

  @Test
  void saysWithWhatTheCommandEnded() throws Exception {
    send(runner("echo before; exit 3"), ALEX, "hi");
    assertThat(next(results)).isEqualTo(new NotShown("echo before; exit 3 ended with 3"));
    assertThat(replies).containsExactly("before");
    String command = "false " + "x".repeat(100);
    send(runner(command), ALEX, "hi");
    assertThat(next(results))
        .isEqualTo(new NotShown(command.substring(0, 60) + "... ended with 1"));
  }

  @Test
  void saysOkAfterAWhileAndReportsALaterFailure() throws Exception {
    Path go = directory.resolve("go");
    send(runner("echo early; " + untilExists(go) + "; echo late; exit 3"), ALEX, "hi");
    assertThat(next(replies)).isEqualTo("early");
    assertThat(results).isEmpty();
    pass(OK_AFTER);
    assertThat(next(results)).isEqualTo(Shown.INSTANCE);
    Files.createFile(go);
    assertThat(next(replies)).isEqualTo("late");
    assertThat(next(errors)).endsWith(" ended with 3, for a message of alex@localhost");
    assertThat(results).isEmpty();
  }

  @Test
  void waitsWithItsResultUntilTheReplyWasShown() throws Exception {
    CompletableFuture<Optional<Loss>> shown = new CompletableFuture<>();
    answers = repliesShownWhen(shown);
    send(runner("echo hi", LIMIT), ALEX, "hi");
    assertThat(next(replies)).isEqualTo("hi");
    assertThat(results.poll(50, TimeUnit.MILLISECONDS)).isNull();
    shown.complete(Optional.empty());
    assertThat(next(results)).isEqualTo(Shown.INSTANCE);
  }

  @Test
  void sendersThatDoNotShowTheirRepliesHoldUpTheirOwnTextsOnly() throws Exception {
    CompletableFuture<Optional<Loss>> shown = new CompletableFuture<>();
    answers = repliesShownWhen(shown);
    CommandRunner runner = runner("cat", LIMIT);
    for (int i = 0; i < 2 * CommandRunner.MAX_RUNNING; i++) {
      NodeName frozen = NodeName.parse("frozen-" + i + "@localhost");
      send(runner, frozen, "first");
      send(runner, frozen, "second");
      assertThat(next(replies)).isEqualTo("first");
    }
    send(runner, ALEX, "hi");
    assertThat(next(replies)).isEqualTo("hi");
    assertThat(results).isEmpty();

    answers = repliesShownWhen(CompletableFuture.completedFuture(Optional.empty()));
    shown.complete(Optional.empty());
    runner.whenIdle().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(replies).hasSize(2 * CommandRunner.MAX_RUNNING).containsOnly("second");
    assertThat(results).hasSize(4 * CommandRunner.MAX_RUNNING + 1).containsOnly(Shown.INSTANCE);
  }

  @Test
  void repliesThatAreNotShownAreLimitedInNumber() throws Exception {
    CompletableFuture<Optional<Loss>> shown = new CompletableFuture<>();
    answers = repliesShownWhen(shown);
    CommandRunner runner = runner("cat");
    for (int i = 0; i < CommandRunner.MAX_IN_PROGRESS; i++) {
      send(runner, NodeName.parse("frozen-" + i + "@localhost"), "hi");
      assertThat(next(replies)).isEqualTo("hi");
    }
    send(runner, ALEX, "waits");
    assertThat(replies.poll(50, TimeUnit.MILLISECONDS)).isNull();
    shown.complete(Optional.empty());
    assertThat(next(replies)).isEqualTo("waits");
  }

  @Test
  void reportsALostReplyOnceAndSendsNoMoreOfIt() throws Exception {
    answers = repliesLost(new Loss("no connection to alex@localhost", true));
    CommandRunner runner = runner("seq 10");
    send(runner, ALEX, "hi");
    assertThat(next(results)).isEqualTo(Shown.INSTANCE);
    runner.whenIdle().toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(replies).containsExactly("1");
    assertThat(errors)
        .containsExactly(
            "the reply to alex@localhost was not shown: no connection to alex@localhost");
  }

  @Test
  void goesOnWithAReplyThatSomeNodesDoNotShow() throws Exception {
    answers = repliesLost(new Loss("not shown by zoe@localhost; shown by 9", false));
    CommandRunner runner = runner("seq 3");
    send(runner, ALEX, "hi");
    assertThat(next(results)).isEqualTo(Shown.INSTANCE);
    runner.whenIdle().toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(replies).containsExactly("1", "2", "3");
    assertThat(errors)
        .containsExactly(
            "the reply to alex@localhost was not shown: not shown by zoe@localhost; shown by 9");
  }

  @Test
  void blocksNoThreadOfTheChatWhenErrorsCannotBeWritten() throws Exception {
    CompletableFuture<Void> isWritable = new CompletableFuture<>();
    CommandRunner runner =
        new CommandRunner(
            new CommandSettings(
                "echo hi",
                LIMIT,
                LIMIT,
                error -> {
                  errors.add(error);
                  isWritable.join();
                },
                nanoTime::get));
    runners.add(runner);
    runner.begin();
    CompletableFuture<Optional<Loss>> shown = new CompletableFuture<>();
    answers = repliesShownWhen(shown);
    send(runner, ALEX, "hi");
    assertThat(next(replies)).isEqualTo("hi");
    try {
      CompletableFuture.runAsync(() -> shown.complete(Optional.of(new Loss("no connection", true))))
          .get(10, TimeUnit.SECONDS);
      assertThat(next(results)).isEqualTo(Shown.INSTANCE);
      assertThat(next(errors))
          .isEqualTo("the reply to alex@localhost was not shown: no connection");
    } finally {
      isWritable.complete(null);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo $$; echo; exec sleep 1000",
        "sleep 1000 & echo $!; echo; sleep 1000",
        "(sleep 1000 & echo $!); echo; sleep 1000",
        "setsid sleep 1000 & echo $!; echo; wait",
        "trap '' TERM; sh -c 'echo $$; echo; exec sleep 1000'",
        "(setsid sh -c 'echo $$; echo; exec yes' &); exec sleep 1000" // Dies of the closed pipe.
      })
  void killsACommandThatTakesTooLongWithItsChildren(String command) throws Exception {
    send(runner(command), ALEX, "hi");
    List<String> pids = repliesUntil("");
    assertThat(pids).hasSize(1).allSatisfy(pid -> assertThat(isAlive(pid)).isTrue());
    pass(LIMIT.minusNanos(1));
    assertThat(next(results)).isEqualTo(Shown.INSTANCE); // It has taken longer than OK_AFTER.
    assertThat(errors).isEmpty();
    pass(Duration.ofNanos(1));
    assertThat(next(errors))
        .endsWith(" took longer than 30 s and was killed, for a message of alex@localhost");
    for (String pid : pids) {
      awaitDeath(pid);
    }
  }

  @Test
  void tellsTheSenderThatItsCommandTookTooLong() throws Exception {
    send(runner("echo; sleep 1000", LIMIT.plusNanos(1)), ALEX, "hi");
    assertThat(next(replies)).isEmpty();
    pass(LIMIT);
    assertThat(next(results))
        .isEqualTo(new NotShown("echo; sleep 1000 took longer than 30 s and was killed"));
  }

  @Test
  void endsWithItsShellAndLeavesItsBackgroundProcessesAlone() throws Exception {
    CommandRunner runner = runner("sleep 1000 & echo $!");
    send(runner, ALEX, "hi");
    assertThat(next(results)).isEqualTo(Shown.INSTANCE);
    String pid = next(replies);
    try {
      runner.whenIdle().toCompletableFuture().get(30, TimeUnit.SECONDS);
      runner.close();
      assertThat(isAlive(pid)).isTrue();
    } finally {
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroy);
    }
  }

  @Test
  void endsWithItsShellThoughABackgroundProcessPrintsOn() throws Exception {
    Path pid = directory.resolve("pid");
    String background = "sh -c 'echo $$ > %1$s.new; mv %1$s.new %1$s; exec yes'".formatted(pid);
    send(runner(background + " & " + untilExists(pid)), ALEX, "hi");
    assertThat(next(results)).isEqualTo(Shown.INSTANCE);
    awaitDeath(Files.readString(pid).strip()); // Of SIGPIPE, because its output is no longer read.
  }

  @Test
  void cutsAReplyThatIsTooLong() throws Exception {
    CommandRunner runner = runner("yes | head -c 10485760");
    send(runner, ALEX, "hi");
    assertThat(next(results)).isEqualTo(Shown.INSTANCE);
    assertThat(replies).hasSize(ReplyLines.MAX_LINES + 1);
    assertThat(List.copyOf(replies).get(ReplyLines.MAX_LINES))
        .isEqualTo("... (10483760 more bytes are left out)");
  }

  @Test
  void runsTheCommandsOfOneSenderInOrder() throws Exception {
    CommandRunner runner = runner("cat");
    List<String> texts = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
    texts.forEach(text -> send(runner, ALEX, text));
    runner.whenIdle().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(replies).containsExactlyElementsOf(texts);
    assertThat(results).hasSize(50).containsOnly(Shown.INSTANCE);
  }

  @Test
  void runsFourCommandsAtOnceAndIsBusyPastAThousandWaiting() throws Exception {
    Path go = directory.resolve("go");
    CommandRunner runner = runner("read text; echo started; " + untilExists(go));
    for (int i = 0; i < 6; i++) {
      send(runner, NodeName.parse("sender-" + i + "@localhost"), "hi");
    }
    for (int i = 0; i < CommandRunner.MAX_RUNNING; i++) {
      assertThat(next(replies)).isEqualTo("started");
    }
    for (int i = 2; i < CommandRunner.MAX_WAITING; i++) {
      send(runner, ALEX, "hi");
    }
    assertThat(results).isEmpty();
    send(runner, ALEX, "one too many");
    assertThat(next(results)).isEqualTo(Busy.INSTANCE);

    runner.forget();
    Files.createFile(go);
    runner.whenIdle().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(results).hasSize(CommandRunner.MAX_RUNNING).containsOnly(Shown.INSTANCE);
    assertThat(replies).as("of a fifth command").isEmpty();
  }

  @Test
  void killsWhatRunsWhenItIsClosed() throws Exception {
    CommandRunner runner = runner("echo $$; sleep 1000");
    send(runner, ALEX, "hi");
    send(runner, ALEX, "and then");
    long pid = Long.parseLong(next(replies));
    runner.close();
    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(results)
        .containsExactly(
            Busy.INSTANCE,
            new NotShown("echo $$; sleep 1000 was killed, because shout@localhost leaves"));
    send(runner, ALEX, "hi");
    assertThat(List.copyOf(results).get(2)).isEqualTo(Busy.INSTANCE);
  }

  @Test
  void keepsTextsUntilItBegins() throws Exception {
    CommandRunner runner = new CommandRunner("cat", LIMIT, errors::add);
    runners.add(runner);
    send(runner, ALEX, "hi");
    assertThat(replies.poll(50, TimeUnit.MILLISECONDS)).isNull();
    runner.begin();
    assertThat(next(replies)).isEqualTo("hi");
  }

  private CommandRunner runner(String command) {
    return runner(command, OK_AFTER);
  }

  private CommandRunner runner(String command, Duration okAfter) {
    CommandRunner runner =
        new CommandRunner(new CommandSettings(command, okAfter, LIMIT, errors::add, nanoTime::get));
    runners.add(runner);
    runner.begin();
    return runner;
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }

  private Answers repliesShownWhen(CompletableFuture<Optional<Loss>> shown) {
    return text -> {
      replies.add(text);
      return shown;
    };
  }

  private Answers repliesLost(Loss loss) {
    return repliesShownWhen(CompletableFuture.completedFuture(Optional.of(loss)));
  }

  private void send(Receiver runner, NodeName from, String text) {
    runner.show(message(from, Optional.empty(), text), text2 -> answers.send(text2), results::add);
  }

  private static Message message(NodeName from, Optional<RoomName> room, String text) {
    return new Message(new UUID(0, 0), Instant.EPOCH, from, SHOUT, room, false, text, false);
  }

  private static String untilExists(Path file) {
    return "until [ -e " + file + " ]; do sleep 0.01; done";
  }

  private List<String> repliesUntil(String last) throws InterruptedException {
    List<String> before = new ArrayList<>();
    for (String reply = next(replies); !reply.equals(last); reply = next(replies)) {
      before.add(reply);
    }
    return before;
  }

  /** A process that was killed may take a moment to die. */
  private static void awaitDeath(String pid) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (isAlive(pid) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(isAlive(pid)).isFalse();
  }

  /** Whether a process runs; a zombie does not. */
  private static boolean isAlive(String pid) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", pid).start();
    String state = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return !state.isBlank() && !state.startsWith("Z");
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }
}
