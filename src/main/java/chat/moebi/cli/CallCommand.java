package chat.moebi.cli;

import chat.moebi.chat.SendResult;
import chat.moebi.chat.Session;
import chat.moebi.console.Display;
import chat.moebi.otp.function.Terms;
import chat.moebi.script.Response.Called;
import chat.moebi.script.Response.Outcome;
import chat.moebi.script.ScriptClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Runs a function on a node from a script: {@code chat call kate system}. */
final class CallCommand implements Callable<Integer> {

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("call");
  private final PositionalParamSpec node =
      parameter("0", "NODE", "The node that runs the function: kate, kate@localhost.");
  private final PositionalParamSpec function =
      parameter("1", "FUNCTION", "The function, as for /task at the prompt.");
  private final PositionalParamSpec arguments =
      PositionalParamSpec.builder()
          .index("2..*")
          .arity("0..*")
          .paramLabel("ARG")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .description("The arguments of the function.")
          .build();
  private final TimeoutOption timeout = new TimeoutOption(spec, "How long to wait for the result");
  private final Option<Boolean> json =
      Option.flag(spec, "--json", "Print the result as JSON, and errors and notes as JSON Lines.");
  private final ContactOptions contacts = new ContactOptions(spec);
  private final CookieOptions cookie = new CookieOptions(spec);

  private CallCommand() {}

  /** Describes the command to picocli. */
  static CommandSpec spec() {
    CallCommand call = new CallCommand();
    call.spec
        .addPositional(call.node)
        .addPositional(call.function)
        .addPositional(call.arguments)
        .usageMessage()
        .description(
            "Runs FUNCTION on NODE as a supervised task, through a running node of yours, or through"
                + " one that --join names on another host, and prints its result, or ok.",
            "What the function prints is shown at NODE. A task that takes longer than --timeout is"
                + " shut down, as at Ctrl-C. Every node has:"
                + " crash REASON, echo TEXT, greet, say_name, sleep MS, system. Write -- before"
                + " arguments that begin with a dash.");
    Help.addStatuses(
        call.spec.usageMessage(),
        "0:The function returned.",
        "2:Usage, or no such function.",
        "65:The arguments are too long.",
        "68:No such node, or no connection to it.",
        "69:No node is running that can do it.",
        "70:The task crashed.",
        "74:Standard output could not be written.",
        "75:No answer in time, or busy: it may be tried again.",
        "77:A different cookie.",
        "78:What --join names is no node, or a bad cookie file.");
    Help.addExamples(
        call.spec.usageMessage(),
        "  chat call kate system",
        "  chat call --json kate system | jq -r .uptime",
        "  chat call --timeout 60 kate sleep 10000");
    return call.spec;
  }

  private static PositionalParamSpec parameter(String index, String label, String description) {
    return PositionalParamSpec.builder()
        .index(index)
        .required(true)
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> environment = ProcessText.environment();
    Display errors = StandardStreams.display(Option.isSet(json), false);
    String recipient = node.getValue();
    SendCommand.nameOf(recipient); // It refuses what is no name.
    List<String> words = arguments.getValue();
    String line = words == null ? "" : String.join(" ", words);
    long bytes = line.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Session.MAX_TEXT_BYTES) {
      return Errors.show(errors, new SendResult.TooLong(bytes).sentence(), ExitStatus.TOO_LONG);
    }
    Duration limit = timeout.value();
    try (ScriptConnection script =
        new ScriptConnection(environment, recipient, contacts, cookie, errors)) {
      Optional<ScriptClient> client = script.client();
      if (client.isEmpty()) {
        return script.noNode();
      }
      Optional<Called> called = client.get().call(recipient, function.getValue(), line, limit);
      if (called.isEmpty()) {
        return Errors.show(
            errors,
            "the running node is of an older version and calls no functions for scripts; restart it",
            ExitStatus.NO_NODE);
      }
      return show(called.get(), errors);
    }
  }

  private int show(Called called, Display errors) {
    if (called.outcome() != Outcome.COMPLETED) {
      return Errors.show(errors, called.sentence(), ExitStatus.of(called.outcome()));
    }
    Terms terms = Terms.ofAnyType();
    String text = Option.isSet(json) ? terms.json(called.result()) : terms.show(called.result());
    // Its line is no event.
    StandardStreams.display(false, false).answer(text.isEmpty() ? "ok" : text);
    return ExitStatus.OK;
  }
}
