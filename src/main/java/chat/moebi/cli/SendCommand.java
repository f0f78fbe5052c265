package chat.moebi.cli;

import chat.moebi.chat.SendResult;
import chat.moebi.chat.Session;
import chat.moebi.console.Display;
import chat.moebi.console.PipeInput;
import chat.moebi.console.PipeInput.PipedLine;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import chat.moebi.script.RelayClient;
import chat.moebi.script.Response.Outcome;
import chat.moebi.script.Response.Sent;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Sends from a script, through a running node: {@code chat send kate "deploy finished"}. */
final class SendCommand implements Callable<Integer> {

  private static final String LABEL = "send";
  private static final String TIMEOUT = "5";
  private static final BigDecimal MIN_TIMEOUT = new BigDecimal("0.001");
  private static final BigDecimal MAX_TIMEOUT = BigDecimal.valueOf(86_400);

  private final PositionalParamSpec node =
      PositionalParamSpec.builder()
          .index("0")
          .required(true)
          .paramLabel("NODE")
          .type(String.class)
          .description("The recipient: kate, kate@localhost.")
          .build();
  private final PositionalParamSpec text =
      PositionalParamSpec.builder()
          .index("1..*")
          .arity("1..*")
          .required(true)
          .paramLabel("TEXT")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .description("The message; several words are joined by blanks.")
          .build();
  private final Option<String> label =
      Option.text("--name", "LABEL[@HOST]", "The name that the recipient sees (send@localhost).");
  private final Option<String> timeout =
      Option.text("--timeout", "SECONDS", "How long to wait for each message (5).");
  private final Option<Boolean> json =
      Option.flag("--json", "Write answers, errors and notes as JSON Lines.");
  private final Color color = new Color();
  private final ContactOptions contacts = new ContactOptions();
  private final CookieOptions cookie = new CookieOptions();

  private final Map<String, String> environment = ProcessText.environment();

  private SendCommand() {}

  /** Describes it to picocli. */
  static CommandSpec spec() {
    SendCommand send = new SendCommand();
    CommandSpec spec = CommandSpec.wrapWithoutInspection(send).name("send");
    spec.usageMessage()
        .description(
            "Sends a message through a running node of yours, or through one that --join names on"
                + " another host, and waits until it is shown.",
            "Prints answers that come meanwhile. A TEXT of - sends one message a line of standard"
                + " input.")
        .footer(
            "",
            "Exit status: 0 all were shown; 2 usage; 65 too long; 68 no connection;",
            "69 no node is running; 70 the task crashed; 74 output could not be written;",
            "75 unconfirmed, or busy;",
            "77 a different cookie; 78 what --join names is no node, or a bad cookie file.",
            "With several messages, the first that failed decides.");
    spec.addPositional(send.node).addPositional(send.text);
    Option.add(spec, send.label, send.timeout, send.json);
    send.color.addTo(spec);
    send.contacts.addTo(spec);
    send.cookie.addTo(spec);
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Display display = Front.display(Option.isSet(json), color, environment);
    String recipient = node.getValue();
    List<String> words = text.getValue();
    nameOf(recipient); // To be refused here, should it be none.
    NodeName sender = nameOf(label.value().orElse(LABEL));
    try (Scripting script = new Scripting(environment, recipient, contacts, cookie, display)) {
      Letter letter = new Letter(script, sender, recipient, timeout(), display);
      return words.equals(List.of("-"))
          ? sendLines(Front.input(), letter)
          : letter.send(String.join(" ", words), 0);
    }
  }

  // A line that failed does not keep the next ones back: what is piped may go on for days.
  private static int sendLines(PipeInput input, Letter letter) throws InterruptedException {
    int status = ExitStatus.OK;
    for (Optional<PipedLine> line = input.next(); line.isPresent(); line = input.next()) {
      int sent = letter.send(line.get().text(), line.get().cut());
      status = status == ExitStatus.OK ? sent : status;
    }
    return status;
  }

  /** Sends texts that have all but their words in common. */
  private record Letter(
      Scripting script, NodeName label, String recipient, Duration timeout, Display display) {

    int send(String text, long cut) throws InterruptedException {
      long bytes = text.getBytes(StandardCharsets.UTF_8).length + cut;
      if (bytes > Session.MAX_TEXT_BYTES) {
        display.error(new SendResult.TooLong(bytes).sentence());
        return ExitStatus.TOO_LONG;
      }
      Optional<RelayClient> relay = script.relay();
      if (relay.isEmpty()) {
        return script.noNode();
      }
      Sent sent = relay.get().send(label, recipient, text, timeout);
      if (sent.outcome() != Outcome.COMPLETED) {
        display.error(sent.sentence());
      }
      int status = ExitStatus.of(sent.outcome());
      return status == ExitStatus.OK && script.hasLostOutput() ? ExitStatus.STREAM : status;
    }
  }

  private static NodeName nameOf(String text) {
    try {
      return NodeName.parse(text, NodeName.DEFAULT_HOST);
    } catch (IllegalArgumentException e) {
      throw new NodeException(Reason.INVALID, e.getMessage());
    }
  }

  private Duration timeout() {
    String given = timeout.value().orElse(TIMEOUT);
    try {
      BigDecimal seconds = new BigDecimal(given);
      if (seconds.compareTo(MIN_TIMEOUT) >= 0 && seconds.compareTo(MAX_TIMEOUT) <= 0) {
        return Duration.ofMillis(seconds.movePointRight(3).longValue());
      }
    } catch (NumberFormatException e) {
      // It is told below, like a number that is too small or too large.
    }
    throw new NodeException(
        Reason.INVALID, "--timeout " + given + "; write a number of seconds, 0.001 to 86400");
  }
}
