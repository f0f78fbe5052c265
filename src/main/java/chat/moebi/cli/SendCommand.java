package chat.moebi.cli;

import chat.moebi.chat.SendResult;
import chat.moebi.chat.Session;
import chat.moebi.console.Display;
import chat.moebi.console.PipeInput;
import chat.moebi.console.PipeInput.PipedLine;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.script.Response.Outcome;
import chat.moebi.script.Response.Sent;
import chat.moebi.script.ScriptClient;
import java.io.IOException;
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

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name(LABEL);
  private final PositionalParamSpec node =
      PositionalParamSpec.builder()
          .index("0")
          .required(true)
          .paramLabel("NODE")
          .type(String.class)
          .description("The recipient: a node (kate, kate@localhost) or a room ('#dogs').")
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
      Option.text(
          spec,
          "--name",
          "LABEL[@HOST]",
          "The name that the recipient sees (send@localhost). No node may have it.");
  private final TimeoutOption timeout =
      new TimeoutOption(spec, "How long to wait for each message");
  private final Option<Boolean> json =
      Option.flag(spec, "--json", "Write answers (ok too), errors and notes as JSON Lines.");
  private final Option<Boolean> keep =
      Option.flag(
          spec,
          "--keep",
          "Keep a message that cannot be shown now: print kept, and show it once when both nodes"
              + " are there.");
  private final Color color = new Color(spec);
  private final ContactOptions contacts = new ContactOptions(spec);
  private final CookieOptions cookie = new CookieOptions(spec);

  private SendCommand() {}

  /** Describes the command to picocli. */
  static CommandSpec spec() {
    SendCommand send = new SendCommand();
    send.spec
        .addPositional(send.node)
        .addPositional(send.text)
        .usageMessage()
        .description(
            "Sends a message through a running node of yours, or through one that --join names on"
                + " another host, and waits until it is shown.",
            "Prints answers that come meanwhile. A TEXT of - sends one message a line of standard"
                + " input; the first that fails decides the exit status.");
    Help.addStatuses(
        send.spec.usageMessage(),
        "0:All were shown, or are kept (--keep).",
        "2:Usage.",
        "65:A text is too long.",
        "68:No such node, no connection to it, or nobody else in the room.",
        "69:No node is running.",
        "70:The task crashed.",
        "73:A node has the name of --name.",
        "74:Standard output could not be written.",
        "75:Unconfirmed, busy, or not shown by all in the room: it may be tried again.",
        "77:A different cookie.",
        "78:What --join names is no node, or a bad cookie file.");
    Help.addExamples(
        send.spec.usageMessage(),
        "  chat send kate \"deploy finished\"",
        "  chat send '#ops' \"deploy finished\"",
        "  chat send --keep kate \"deploy finished\"",
        "  tail -n 3 build.log | chat send --name cron kate -",
        "  chat send --join kate.example:2551 --cookie-file cookie kate hi");
    return send.spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, String> environment = ProcessText.environment();
    Display display =
        StandardStreams.display(Option.isSet(json), color.isWanted(false, environment));
    String recipient = node.getValue();
    List<String> words = text.getValue();
    checkRecipient(recipient);
    NodeName from = nameOf(label.value().orElse(LABEL));
    try (ScriptConnection script =
        new ScriptConnection(environment, recipient, contacts, cookie, display)) {
      Sender sender =
          new Sender(
              script,
              from,
              recipient,
              timeout.value(),
              Option.isSet(keep),
              Option.isSet(json),
              display);
      return words.equals(List.of("-"))
          ? sendLines(StandardStreams.input(), sender)
          : sender.send(String.join(" ", words), 0);
    }
  }

  // After a failure the next lines are sent all the same: the input may last for days.
  private static int sendLines(PipeInput input, Sender sender) throws InterruptedException {
    int status = ExitStatus.OK;
    for (Optional<PipedLine> line = input.next(); line.isPresent(); line = input.next()) {
      int sent = sender.send(line.get().text(), line.get().cut());
      status = status == ExitStatus.OK ? sent : status;
    }
    return status;
  }

  /** Sends the texts of one command. */
  private record Sender(
      ScriptConnection script,
      NodeName from,
      String recipient,
      Duration timeout,
      boolean isKept,
      boolean isJson,
      Display display) {

    /** Sends a text of which {@code cut} bytes are missing, and returns the exit status. */
    int send(String text, long cut) throws InterruptedException {
      long bytes = text.getBytes(StandardCharsets.UTF_8).length + cut;
      if (bytes > Session.MAX_TEXT_BYTES) {
        return notShown(
            RoomName.isRoom(recipient) ? Optional.empty() : Optional.of(nameOf(recipient)),
            new SendResult.TooLong(bytes).sentence(),
            ExitStatus.TOO_LONG);
      }
      Optional<ScriptClient> client = script.client();
      if (client.isEmpty()) {
        return script.noNode();
      }
      if (RoomName.isRoom(recipient) && client.get().isOlder()) {
        return Errors.show(
            display,
            "the running node is of an older version and knows no rooms; restart it",
            ExitStatus.NO_NODE);
      }
      Sent sent = client.get().send(from, recipient, text, timeout, isKept);
      if (sent.outcome() == Outcome.KEPT) {
        kept(sent);
        return ExitStatus.OK;
      } else if (sent.outcome() != Outcome.COMPLETED) {
        int status = sent.hasTakenLabel() ? ExitStatus.NAME_TAKEN : ExitStatus.of(sent.outcome());
        return notShown(to(sent), sent.sentence(), status);
      }
      if (isJson) { // People see the result by the end of the command.
        answer(sent);
      }
      return script.hasLostOutput() ? ExitStatus.STREAM : ExitStatus.OK;
    }

    private void kept(Sent sent) {
      Optional<NodeName> to = to(sent);
      if (!isJson) {
        display.answer("kept");
      } else if (to.isPresent()) {
        display.kept(to.get(), sent.sentence());
      } else {
        answer(sent);
      }
    }

    private void answer(Sent sent) {
      Optional<NodeName> to = to(sent);
      if (RoomName.isRoom(recipient)) {
        display.shown(RoomName.parse(recipient), sent.sentence());
      } else if (to.isPresent()) {
        display.shown(to.get());
      } else {
        display.answer(sent.sentence());
      }
    }

    private int notShown(Optional<NodeName> to, String sentence, int status) {
      if (RoomName.isRoom(recipient)) {
        display.notShown(RoomName.parse(recipient), sentence, status);
      } else if (to.isPresent()) {
        display.notShown(to.get(), sentence, status);
      } else {
        display.error(sentence, status);
      }
      return status;
    }

    /** Returns the node that a text was for; empty if that is not known. */
    private Optional<NodeName> to(Sent sent) {
      return Optional.ofNullable(sent.to())
          .or(() -> Optional.of(recipient).filter(NodeName::isFull).map(NodeName::parse));
    }
  }

  private static void checkRecipient(String recipient) {
    if (RoomName.isRoom(recipient)) {
      try {
        RoomName.parse(recipient);
      } catch (IllegalArgumentException e) {
        throw new NodeException(Reason.INVALID, e.getMessage());
      }
    } else {
      nameOf(recipient);
    }
  }

  static NodeName nameOf(String text) {
    try {
      return NodeName.parse(text, NodeName.DEFAULT_HOST);
    } catch (IllegalArgumentException e) {
      throw new NodeException(Reason.INVALID, e.getMessage());
    }
  }
}
