package chat.moebi.cli;

import static chat.moebi.testing.ChatProgram.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.EventLines;
import chat.moebi.testing.FunctionJar;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.ScreenProcess;
import chat.moebi.testing.function.Print;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends bytes that would steer a terminal, or are no text at all, in texts, in the output of
 * processes, and as names.
 */
@Tag(DistributedTests.TAG)
class HostileBytesTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  /** Characters that move a cursor or reverse text: C0 except the tab, DEL, C1, bidi controls. */
  private static final Pattern CONTROLS =
      Pattern.compile(
          "[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

  /** Bytes, one for each character, as in Latin-1; none of them is a newline. */
  private static final List<String> CORPUS =
      List.of(
          "\u001b[2J\u001b[H", // Clears the screen,
          "\u001b[?1049h", // changes to another,
          "\u001b[?25l", // hides the cursor,
          "\u001b[31;7m", // colours what follows,
          "\u001b(0lqk", // and draws lines for letters.
          "\u001b[1;3r", // Scrolls three lines only.
          "\u001b]0;owned\u0007", // Titles, links and the clipboard.
          "\u001b]8;;file:///etc/passwd\u001b\\click\u001b]8;;\u001b\\",
          "\u001b]52;c;cm0gLXJmIC8K\u0007",
          "\u001bP$q\"p\u001b\\", // Asks the terminal, whose answer would be typed.
          "\u001b[6n\u001b[c\u001b[21t",
          "\u001b[20~\u001b[200~pasted\u001b[201~",
          "\u001bc", // Resets.
          "\u000e\u000f\u0007\b\b\b\u000b\f",
          "over\rwritten",
          "\0nul\0",
          "\u007f\u007f\u007f",
          "\u009b2J\u009d0;owned\u009c", // C1 as bytes of their own, no UTF-8,
          "\u00c2\u009b2J\u00c2\u009d0;owned\u00c2\u009c", // and in UTF-8.
          "\u00e2\u0080\u00aeexe.txt", // U+202E.
          "\u00e2\u0081\u00a6\u00e2\u0081\u00a9\u00d8\u009c\u00e2\u0080\u008f",
          "\u00c0\u009b\u00c1\u009b\u00e0\u0080\u009b\u00f0\u0080\u0080\u009b", // Overlong ESC.
          "\u00ed\u00a0\u0080\u00ed\u00b0\u0080", // Surrogates.
          "\u00f4\u0090\u0080\u0080\u00f8\u0088\u0080\u0080\u0080\u00ff\u00fe", // No characters.
          "\u00c3", // Half of one.
          "\u00e2\u0080\u00a8\u00e2\u0080\u00a9\u00c2\u0085", // Line ends of Unicode.
          "$(reboot)`reboot`%n%s\\x1b[2J");

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void inTextsTheyAreShownEscaped() throws Exception {
    try (ScreenProcess kate = chat.startOnScreen("--name", "kate");
        PipedProcess sophie = chat.startNode("sophie");
        PipedProcess alex = chat.start("--name", "alex")) {
      kate.awaitScreen("^kate@localhost is ready, ", SOON); // The prompt appears earlier.
      alex.awaitOutput("ready alex@localhost");
      ChatProgram.awaitPeers(alex, "kate@localhost", "sophie@localhost");
      kate.type("I am just typ");
      kate.awaitScreen("> I am just typ$", SOON);
      List<String> texts = new ArrayList<>(CORPUS);
      Random random = new Random(1);
      for (int i = 0; i < 50; i++) {
        texts.add(randomBytes(random, 300));
      }
      for (String text : texts) {
        for (String recipient : List.of("@sophie ", "@kate ")) {
          alex.typeBytes(line(recipient, text));
          alex.awaitOutput("ok");
        }
      }
      alex.type("@sophie that was all");
      sophie.awaitOutput("alex@localhost: that was all");
      assertThat(sophie.output()).hasSize(1 + texts.size() + 1);
      assertThat(sophie.output()).noneMatch(line -> CONTROLS.matcher(line).find());
      assertThat(sophie.output()).contains("alex@localhost: \\x1b[2J\\x1b[H");
      assertThat(sophie.output()).contains("alex@localhost: \\u202eexe.txt");

      // The whole screen scrolls, the character set is unchanged, and the line being typed remains.
      for (int i = 0; i < 22; i++) {
        alex.type("@kate quick " + i);
        alex.awaitOutput("ok");
      }
      StringBuilder screen = new StringBuilder();
      for (int i = 0; i < 22; i++) {
        screen.append("alex@localhost: quick ").append(i).append('\n');
      }
      kate.awaitScreen(
          s ->
              s.replaceAll("(?m)^" + TIME, "")
                  .endsWith(screen + "chat(kate@localhost)> I am just typ"),
          SOON);
      kate.type("ing"); // The terminal has not answered a query, which would count as typed.
      kate.awaitScreen("> I am just typing$", SOON);
      kate.type("\003");
      kate.awaitScreen("> I am just typing\nchat\\(kate@localhost\\)>$", SOON);
      kate.type("/send alex still here\r");
      kate.awaitScreen("> alex@localhost: still here\nok\n", SOON);
      alex.awaitOutput("kate@localhost: still here");
    }
  }

  /** A peer chooses the exit reason that the shell of another node shows. */
  @Test
  void inExitReasonsTheyAreShownEscaped() throws Exception {
    List<String> reasons =
        List.of(
            "\u001b[2J\u001b[H",
            "\u001b]0;owned\u0007",
            "\u001b[?25l\u001b(0lqk",
            "\u00c2\u009b2J",
            "over\rwritten",
            "\u00e2\u0080\u00aeexe.txt");
    List<String> shown =
        List.of(
            "\\x1b[2J\\x1b[H",
            "\\x1b]0;owned\\x07",
            "\\x1b[?25l\\x1b(0lqk",
            "\\x9b2J",
            "over\\x0dwritten",
            "\\u202eexe.txt");
    try (ScreenProcess kate = chat.startOnScreen("--name", "kate");
        PipedProcess sophie = chat.start("--name", "sophie");
        PipedProcess alex = chat.start("--name", "alex")) {
      kate.awaitScreen("^kate@localhost is ready, ", SOON); // The prompt appears earlier.
      sophie.awaitOutput("ready sophie@localhost");
      alex.awaitOutput("ready alex@localhost");
      ChatProgram.awaitPeers(alex, "kate@localhost", "sophie@localhost");
      for (int i = 0; i < reasons.size(); i++) {
        String expected = "** (EXIT from <alex@localhost.0>) " + shown.get(i);
        alex.typeBytes(line("/exit <sophie@localhost." + i + "> ", reasons.get(i)));
        sophie.awaitOutput(expected);
        alex.typeBytes(line("/exit <kate@localhost." + i + "> ", reasons.get(i)));
        kate.awaitScreen("^" + Pattern.quote(expected) + "$", SOON);
        alex.awaitOutput("ok");
        alex.awaitOutput("ok");
      }
      alex.typeBytes(line("/task sophie crash ", reasons.get(0)));
      alex.awaitError("error: the task on sophie@localhost failed: " + shown.get(0));
      String greet = "<sophie@localhost." + (reasons.size() + 1) + ">";
      alex.type("/spawn sophie greet");
      alex.typeBytes(line("/exit " + greet + " ", reasons.get(1)));
      alex.awaitOutput("** (EXIT from " + greet + ") " + shown.get(1));
      alex.endInput();
      alex.awaitExit();
      for (PipedProcess node : List.of(alex, sophie)) {
        assertThat(node.output()).noneMatch(line -> CONTROLS.matcher(line).find());
        assertThat(node.errors()).noneMatch(line -> CONTROLS.matcher(line).find());
      }
    }
  }

  @Test
  void inTheOutputOfProcessesTheyAreShownEscaped() throws Exception {
    String functions = home.resolve("functions").toString();
    FunctionJar.write(Path.of(functions), Print.class);
    try (ScreenProcess kate = chat.startOnScreen("--name", "kate", "--functions", functions);
        PipedProcess sophie =
            chat.start("--name", "sophie", "--json", "--headless", "--functions", functions);
        PipedProcess alex = chat.start("--name", "alex", "--functions", functions)) {
      kate.awaitScreen("^kate@localhost is ready, ", SOON); // The prompt appears earlier.
      alex.awaitOutput("ready alex@localhost");
      sophie.awaitOutputLike(EventLines.like("ready", "'node':'sophie@localhost'"));
      ChatProgram.awaitPeers(alex, "kate@localhost", "sophie@localhost");
      int before = alex.output().size();
      for (String text : CORPUS) {
        for (String node : List.of("sophie", "kate", "alex")) {
          alex.typeBytes(line("/task " + node + " print ", text));
          alex.awaitOutput("ok");
        }
      }
      alex.type("/task sophie print that was all");
      sophie.awaitOutputLike(
          EventLines.like("output", "'node':'sophie@localhost','text':'that was all'"));
      alex.typeBytes(line("/exit <sophie@localhost.0> ", "\u001b[2J\u00c2\u009b2J"));
      sophie.awaitOutputLike(
          EventLines.like("exit", "'from':'<alex@localhost.0>','reason':'\\u001B[2J\\u009B2J'"));
      alex.awaitOutput("ok");
      alex.awaitOutput("ok");
      assertThat(sophie.output()).hasSize(1 + CORPUS.size() + 2);
      assertThat(sophie.output()).allMatch(line -> line.matches("[ -~]*"));
      assertThat(alex.output()).hasSize(before + 4 * CORPUS.size() + 2);
      assertThat(alex.output())
          .contains("\\x1b[2J\\x1b[H", "\\u202eexe.txt")
          .noneMatch(line -> CONTROLS.matcher(line).find());

      // Output above the prompt scrolls as usual, so nothing has changed the terminal's state.
      StringBuilder screen = new StringBuilder();
      for (int i = 0; i < 22; i++) {
        alex.type("/task kate print line " + i);
        alex.awaitOutput("ok");
        screen.append("line ").append(i).append('\n');
      }
      kate.awaitScreen(s -> s.endsWith(screen + "chat(kate@localhost)>"), SOON);
    }
  }

  @Test
  void asNamesTheyAreRefusedAndShownEscaped() throws Exception {
    try (PipedProcess alex = chat.start("--name", "alex")) {
      alex.awaitOutput("ready alex@localhost");
      for (String name : CORPUS) {
        int before = alex.errors().size();
        alex.typeBytes(line("@", name.replace(' ', '_') + " hi"));
        alex.typeBytes(line("/send ", name.replace(' ', '_') + " hi"));
        alex.type("/nodes");
        alex.awaitOutput("alex@localhost self");
        alex.awaitErrorsLike("(?s)error: .*", before + 2, SOON);
      }
      assertThat(alex.errors()).noneMatch(line -> CONTROLS.matcher(line).find());
      assertThat(alex.output()).hasSize(1 + CORPUS.size());
    }
    expectUsageError("n".repeat(300), "--name");
    for (String name :
        List.of("\u001b]0;owned\u0007", "\u009b2J", "\u00e2\u0080\u00ae", "ka\nte")) {
      expectUsageError(name, "--name");
      expectUsageError(name, "send", "kate", "hi", "--name");
    }
  }

  /** Runs the program with arbitrary bytes as its last argument. */
  private void expectUsageError(String bytes, String... arguments) throws Exception {
    StringBuilder octal = new StringBuilder();
    for (byte b : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
      octal.append(String.format("\\%03o", b & 0xff));
    }
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "exec \"$@\" \"$(printf '" + octal + "')\"", "sh"));
    command.addAll(chat.command(arguments));
    try (PipedProcess node = PipedProcess.start(command, chat.environment())) {
      assertThat(node.awaitExit()).as("%s", node).isEqualTo(ExitStatus.USAGE);
      assertThat(node.output()).isEmpty();
      assertThat(node.errors()).hasSize(1);
      assertThat(node.errors().get(0)).startsWith("error: ").doesNotContainPattern(CONTROLS);
    }
  }

  private static String randomBytes(Random random, int length) {
    StringBuilder bytes = new StringBuilder();
    while (bytes.length() < length) {
      char c = (char) random.nextInt(256);
      bytes.append(c == '\n' ? '\u001b' : c);
    }
    return bytes
        .append('.')
        .toString(); // A carriage return at the end would count as part of the line ending.
  }

  private static byte[] line(String before, String bytes) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
    line.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
    line.write('\n');
    return line.toByteArray();
  }
}
