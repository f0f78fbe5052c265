package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import chat.moebi.output.Output;
import chat.moebi.testing.StartsActorSystem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Types lines at a node to which every other name leads, and compares the output. */
@Timeout(60)
@StartsActorSystem
class ConsoleTest {

  private static final ReadingSettings SETTINGS =
      new ReadingSettings(true, ReadingSettings.Presence.SMART, ReadingSettings.Bell.OFF);

  private static final NodeName ALEX = NodeName.parse("alex@localhost");

  /** The display of the running test. */
  private static final AtomicReference<Output> OUTPUT = new AtomicReference<>();

  private static Chat chat;

  private final Screen out = new Screen();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  static void start(@TempDir Path registry) {
    chat = TestChats.alone("alex", registry, (from, text) -> OUTPUT.get().show(from, text));
  }

  @AfterAll
  static void end() {
    chat.close();
  }

  @Test
  void carriesOutTheLinesOfAPipeInTheirOrder() throws Exception {
    pipe("/send kate hi", "how are you?", "@moebi hi", "/quit", "never read");
    assertThat(out())
        .isEqualTo(
            """
            alex@localhost: hi
            ok
            alex@localhost: how are you?
            ok
            alex@localhost: hi
            moebi@localhost: chicken?
            ok
            """);
    assertThat(err()).isEmpty();
  }

  @Test
  void sendsAnEmptyTextOfAPipeLikeAnyOther() throws Exception {
    pipe("@kate", "", "@kate  two blanks, the second is of the text");
    assertThat(out())
        .isEqualTo(
            """
            alex@localhost:\040
            ok
            alex@localhost:\040
            ok
            alex@localhost:  two blanks, the second is of the text
            ok
            """);
  }

  /** With {@code remote-supervisor = local} this node is the only one that there is. */
  @Test
  void joinsListsAndLeavesRooms() throws Exception {
    pipe(
        "/rooms",
        "/join #dogs",
        "/join #cats",
        "/join #dogs",
        "/rooms",
        "/who #dogs",
        "#dogs is anybody here?",
        "/send #birds hi",
        "/all hello",
        "/leave #dogs",
        "/leave #dogs",
        "/who #dogs",
        "/leave #cats",
        "/rooms");
    assertThat(out()).isEqualTo("ok\nok\nok\n#cats 1\n#dogs 1\nalex@localhost\nok\nok\n");
    assertThat(err())
        .isEqualTo(
            """
            error: nobody else is in #dogs
            error: nobody else is in #birds
            error: nobody else is here
            error: this node is not in #dogs; /rooms lists the rooms
            error: nobody is in #dogs; /rooms lists the rooms
            """);
  }

  @Test
  void explainsABadRoomAndGoesOn() throws Exception {
    pipe(
        "@kate hi",
        "/join",
        "/join dogs",
        "/who #a #b",
        "#Dogs hi",
        "# hi",
        "/send #Dogs hi",
        "##1",
        "hi");
    String notRoom = " is not a room; write ";
    assertThat(err())
        .isEqualTo(
            """
            error: write /join #ROOM
            error: "dogs"{0}#dogs
            error: write /who #ROOM
            error: "#Dogs"{0}#dogs; ## begins a text with #
            error: "#"{0}#NAME, where NAME is 1 to 31 of a-z 0-9 _ -; ## begins a text with #
            error: "#Dogs"{0}#dogs
            """
                .replace("{0}", notRoom));
    assertThat(out())
        .isEqualTo("alex@localhost: hi\nok\nalex@localhost: #1\nok\nalex@localhost: hi\nok\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/to @kate", "/send @kate hi", "@@kate hi", "/ps @kate", "/task @kate x"})
  void aNameBehindACommandHasNoAtBeforeIt(String line) throws Exception {
    assertThat(failureOf(line)).contains(Failure.USAGE);
    assertThat(err())
        .isEqualTo("error: \"@kate\" is not a node name; write kate, without the @ before it\n");
  }

  @Test
  void explainsABadLineAndGoesOn() throws Exception {
    pipe("hello?", "/sned kate hi", "/xyz", "/", "/send", "@ hi", "@ka$te hi", "hi?", "@kate hi");
    assertThat(err())
        .isEqualTo(
            """
            error: to whom? write @NODE TEXT
            error: unknown command /sned; did you mean /send?
            error: unknown command /xyz; /help lists the commands
            error: unknown command /; /help lists the commands
            error: to whom? write @NODE TEXT
            error: to whom? write @NODE TEXT
            error: "ka$te" is not a node name; write NAME or NAME@HOST, where NAME is 1 to 63 letters, \
            digits, _ and -, and begins with a letter or digit
            error: to whom? write @NODE TEXT
            """);
    assertThat(out()).isEqualTo("alex@localhost: hi\nok\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "@ to whom?; USAGE",
        "/sned kate hi; USAGE",
        "@ka$te hi; USAGE",
        "/link x; USAGE",
        "/task alex foo; USAGE",
        "/help /sned; USAGE",
        "/monitor <nobody@localhost.1>; NO_CONNECTION",
        "/ps nobody; NO_CONNECTION",
        "/send <alex@localhost.99> hi; NO_CONNECTION",
        "/task alex crash boom; TASK_CRASHED",
        "#dogs hi; NO_CONNECTION",
        "/all hi; NO_CONNECTION",
        "/who #dogs; NO_CONNECTION",
        "/leave #dogs; USAGE",
        "#Dogs hi; USAGE"
      })
  void aPipeReturnsTheFirstFailureUnlessItQuits(String line, Failure failure) throws Exception {
    assertThat(failureOf("@kate hi", line, "/ps nobody", "/x")).contains(failure);
    assertThat(failureOf(line, "/quit")).isEmpty();
  }

  @Test
  void aPipeReturnsTooLong() throws Exception {
    assertThat(failureOf("@kate " + "x".repeat(65_537))).contains(Failure.TOO_LONG);
    assertThat(failureOf("@kate " + "x".repeat(80_000))).contains(Failure.TOO_LONG);
    assertThat(failureOf("#dogs " + "x".repeat(65_537))).contains(Failure.TOO_LONG);
    assertThat(failureOf("/all " + "x".repeat(65_537))).contains(Failure.TOO_LONG);
    assertThat(failureOf("/task alex echo " + "x".repeat(65_537))).contains(Failure.TOO_LONG);
    assertThat(failureOf("/send <alex@localhost.0> " + "x".repeat(65_537)))
        .contains(Failure.TOO_LONG);
  }

  @Test
  void aPipeReturnsNoFailureIfNoLineFails() throws Exception {
    assertThat(failureOf("@kate hi", "/nodes", "/help")).isEmpty();
  }

  @Test
  void anAnswerThatCannotBeWrittenIsAFailureAndTheNextLineIsCarriedOut() throws Exception {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThat(failureOf(full, "/self", "/nodes")).contains(Failure.OUTPUT);
    assertThat(err())
        .isEqualTo("error: cannot write to standard output: No space left on device\n".repeat(2));
  }

  @Test
  void listsTheNodesAndExplainsTheCommands() throws Exception {
    pipe("/nodes", "/help send", "/help /quit", "/help /sned");
    assertThat(out())
        .startsWith("alex@localhost self\n/send NODE TEXT ")
        .contains("NODE is a full name (kate@localhost) or a short one (kate).\n")
        .contains("/quit ");
    assertThat(err()).isEqualTo("error: unknown command /sned; did you mean /send?\n");
  }

  @Test
  void refusesArgumentsThatAreTooLongAndGoesOn() throws Exception {
    pipe(
        "/task alex echo " + "x".repeat(65_537), "/spawn alex echo " + "x".repeat(65_537), "/self");
    assertThat(err())
        .isEqualTo("error: the message is too long: 65537 of at most 65536 bytes\n".repeat(2));
    assertThat(out()).isEqualTo("<alex@localhost.0>\n");
  }

  @Test
  void explainsBadCommandsForProcesses() throws Exception {
    pipe(
        "/spawn",
        "/spawn alex",
        "/task alex foo",
        "/link x",
        "/link",
        "/unlink <alex@localhost.1> more",
        "/exit <alex@localhost.99>",
        "/monitor <nobody@localhost.1>",
        "/send <alex@localhost.99> hi",
        "/ps nobody",
        "/tasks nobody",
        "/exit <alex@localhost.99> kill");
    assertThat(err())
        .isEqualTo(
            """
            error: write /spawn NODE FUNCTION [ARG ...]
            error: write /spawn NODE FUNCTION [ARG ...]
            error: alex@localhost has no function foo; it has: crash, echo, greet, say_name, sleep, system
            error: "x" is not a pid; write <NODE.NUMBER>, as in <kate@localhost.7>
            error: write /link PID
            error: write /unlink PID
            error: write /exit PID REASON; /quit leaves
            error: no connection to nobody@localhost
            error: no process <alex@localhost.99>
            error: no connection to nobody@localhost
            """);
    assertThat(out()).contains("ok\n");
  }

  @Test
  void helpListsEveryCommand() throws Exception {
    pipe("/help");
    assertThat(Pattern.compile("(?<= )/\\w+").matcher(out()).results().map(MatchResult::group))
        .containsExactly(
            ("/send /to /all /join /leave /rooms /who /history /search /outbox /forget /spawn /task /self"
                    + " /flush /link /unlink /monitor /exit /ps /tasks /nodes /clear /help /quit")
                .split(" "));
  }

  @Test
  void aTextThatNamesNobodyGoesToTheNodeThatIsHeld() throws Exception {
    pipe("hi", "/to kate", "hi", "/to kate hi");
    assertThat(out().lines()).containsExactly("ok", "alex@localhost: hi", "ok");
    assertThat(err().lines())
        .containsExactly(
            "error: to whom? write @NODE TEXT", "error: write /to [NODE or #ROOM], without a text");
  }

  @Test
  void clearDoesNothingWithoutATerminal() throws Exception {
    assertThat(failureOf("/clear")).isEmpty();
    assertThat(out() + err()).isEmpty();
  }

  @Test
  void showsThePromptAndAnswersOnATerminalAndDoesNothingOnAnEmptyLine() throws Exception {
    assertThat(type("@kate hi\n\n/help quit\n/quit\n")).isEmpty();
    assertThat(out())
        .contains("chat(alex@localhost)> ")
        .contains("alex@localhost: hi")
        .contains("ok")
        .contains("/quit ");
    assertThat(out().split("alex@localhost: ", -1)).hasSize(2);
  }

  @Test
  void takesWhatIsTypedLiterally() throws Exception {
    type("@kate it's \"so\" !! \\n $HOME\n/quit\n");
    assertThat(out()).contains("alex@localhost: it's \"so\" !! \\n $HOME");
  }

  @Test
  void endsATerminalAtItsEnd() throws Exception {
    assertThat(type("")).contains(Failure.HUNG_UP);
  }

  @Test
  void linesTypedBeforeTheNodeIsReadyAreCarriedOutLater() throws Exception {
    CompletableFuture<Chat> starting = new CompletableFuture<>();
    try (PipedOutputStream keys = new PipedOutputStream();
        Terminal terminal = terminal(new PipedInputStream(keys))) {
      Console console =
          new TerminalConsole(ALEX, terminal, false, Optional.empty(), Optional.empty(), SETTINGS);
      OUTPUT.set(console.display());
      CompletableFuture<Optional<Failure>> end = runs(console, starting);
      keys.write("@kate early\n".getBytes(StandardCharsets.UTF_8));
      keys.flush();
      String prompt = Pattern.quote("chat(alex@localhost)> ");
      out.awaitMatch("(?s)" + prompt + ".*" + prompt); // The line was read.
      assertThat(out()).doesNotContain("alex@localhost: early");

      starting.complete(chat);

      out.await("alex@localhost: early");
      keys.write("/quit\n".getBytes(StandardCharsets.UTF_8));
      keys.flush();
      assertThat(end.get()).isEmpty();
    }
  }

  @Test
  void quitWaitsForTheStartIfALineIsOpen() throws Exception {
    CompletableFuture<Chat> starting = new CompletableFuture<>();
    byte[] input = "@kate last\n/quit\n".getBytes(StandardCharsets.UTF_8);
    try (Terminal terminal = terminal(new ByteArrayInputStream(input))) {
      Console console =
          new TerminalConsole(ALEX, terminal, false, Optional.empty(), Optional.empty(), SETTINGS);
      OUTPUT.set(console.display());
      CompletableFuture<Optional<Failure>> end = runs(console, starting);
      out.await("/quit");
      // A node that is ready would wait for 500 ms only.
      assertThatThrownBy(() -> end.get(700, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);

      starting.complete(chat);

      assertThat(end.get()).isEmpty();
      assertThat(out()).contains("alex@localhost: last");
    }
  }

  @Test
  void stopsReadingWhenTheStartFails() throws Exception {
    CompletableFuture<Chat> starting = new CompletableFuture<>();
    NodeException failure = new NodeException(Reason.FAILED, "no node today");
    try (PipedOutputStream keys = new PipedOutputStream();
        // A dumb terminal would show a line only after Enter.
        Terminal terminal =
            new ExternalTerminal(
                "test", "ansi", new PipedInputStream(keys), out, StandardCharsets.UTF_8)) {
      CompletableFuture<Optional<Failure>> end =
          runs(
              new TerminalConsole(
                  ALEX, terminal, false, Optional.empty(), Optional.empty(), SETTINGS),
              starting);
      out.await("chat(alex@localhost)>");

      keys.write("~".getBytes(StandardCharsets.UTF_8)); // A line without Enter.
      keys.flush();
      out.await("~");

      starting.completeExceptionally(failure);

      assertThatThrownBy(end::get).hasRootCause(failure);
    }
  }

  @Test
  void reportsAFailedStartEvenAfterQuit() throws Exception {
    CompletableFuture<Chat> starting = new CompletableFuture<>();
    NodeException failure = new NodeException(Reason.FAILED, "no node today");
    byte[] input = "@kate last\n/quit\n".getBytes(StandardCharsets.UTF_8);
    try (Terminal terminal = terminal(new ByteArrayInputStream(input))) {
      CompletableFuture<Optional<Failure>> end =
          runs(
              new TerminalConsole(
                  ALEX, terminal, false, Optional.empty(), Optional.empty(), SETTINGS),
              starting);
      out.await("/quit");

      starting.completeExceptionally(failure);

      assertThatThrownBy(end::get).hasRootCause(failure);
    }
  }

  private static CompletableFuture<Optional<Failure>> runs(
      Console console, CompletableFuture<Chat> starting) {
    CompletableFuture<Optional<Failure>> end = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                end.complete(console.run(starting));
              } catch (Exception e) {
                end.completeExceptionally(e);
              }
            });
    reader.setDaemon(true);
    reader.start();
    return end;
  }

  private Terminal terminal(InputStream input) throws IOException {
    return new DumbTerminal("test", "dumb", input, out, StandardCharsets.UTF_8);
  }

  private void pipe(String... lines) throws Exception {
    failureOf(lines);
  }

  private Optional<Failure> failureOf(String... lines) throws Exception {
    return failureOf(out, lines);
  }

  private Optional<Failure> failureOf(OutputStream shown, String... lines) throws Exception {
    byte[] input = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    Display display = new TextDisplay(shown, err, false);
    OUTPUT.set(display);
    Console console = new PipeConsole(new PipeInput(new ByteArrayInputStream(input)), display);
    return console.run(CompletableFuture.completedFuture(chat));
  }

  private Optional<Failure> type(String keys) throws Exception {
    byte[] input = keys.getBytes(StandardCharsets.UTF_8);
    try (Terminal terminal = terminal(new ByteArrayInputStream(input))) {
      Console console =
          new TerminalConsole(ALEX, terminal, false, Optional.empty(), Optional.empty(), SETTINGS);
      OUTPUT.set(console.display());
      return console.run(CompletableFuture.completedFuture(chat));
    }
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
