package chat.moebi.cli;

import chat.moebi.console.Display;
import chat.moebi.console.StreamException;
import chat.moebi.cookie.CookieException;
import chat.moebi.node.NodeException;
import chat.moebi.node.NodeException.Reason;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.Security;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Is the program's entrance. */
public final class Main {

  /** Makes the commands beside that of a node, in the order of the help. */
  private static final Map<String, Supplier<CommandSpec>> COMMANDS = commands();

  private static final Pattern HELP = Pattern.compile("--help.*|-[^-]*h.*");

  private static volatile boolean isJson;

  private Main() {}

  /** Runs the command line, and ends the JVM with its status. */
  public static void main(String[] args) {
    // It repeats the arguments, so maybe a cookie, and properties are a part of the configuration.
    System.clearProperty("sun.java.command");
    // No option takes a date; to find out how to read one takes longer than to read the others.
    System.setProperty("picocli.converters.excludes", "java[.](time|sql)[.].*");
    UnsafeWarning.suppress();
    LogProvider.install();
    List<String> words = List.of(args);
    isJson = isJson(words);
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> failed(e));
    Background<Void> preparation = new Background<>("preparation", () -> prepare(args));
    // To learn what a command takes takes longer than to parse it: those that are not named wait.
    boolean needsAll = words.stream().anyMatch(HELP.asMatchPredicate());
    System.exit(run(args, preparation, needsAll ? COMMANDS.keySet() : words));
  }

  // Known before the words are read, for they may be wrong.
  private static boolean isJson(List<String> words) {
    return words.stream().takeWhile(word -> !word.equals("--")).anyMatch("--json"::equals);
  }

  // What takes long and hardly depends on arguments is done while those are read.
  private static Void prepare(String[] args) {
    if (isNode(args)) {
      ConfigFactory.defaultReferenceUnresolved(); // It is kept for who asks next.
    } else {
      keepAddressesBriefly();
    }
    return null;
  }

  private static boolean isNode(String[] args) {
    return args.length > 0 && args[0].startsWith("-");
  }

  // A host that was started anew may have another address, and one that had none has it soon.
  private static void keepAddressesBriefly() {
    Security.setProperty("networkaddress.cache.ttl", "3");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
  }

  private static Map<String, Supplier<CommandSpec>> commands() {
    Map<String, Supplier<CommandSpec>> commands = new LinkedHashMap<>();
    commands.put("demo", DemoCommand::spec);
    commands.put("send", SendCommand::spec);
    commands.put("nodes", NodesCommand::spec);
    commands.put("cookie", CookieCommand::spec);
    return commands;
  }

  private static int run(String[] args, Background<Void> preparation, Collection<String> known) {
    CommandLine chat = new CommandLine(complete(ChatCommand.spec()));
    COMMANDS.forEach(
        (name, command) -> {
          if (known.contains(name)) {
            chat.addSubcommand(complete(command.get()));
          }
        });
    StringWriter help = new StringWriter();
    boolean knowsAll = chat.getSubcommands().size() == COMMANDS.size();
    int status =
        chat.setExecutionStrategy(
                parsed -> {
                  if (isNode(args)) {
                    keepAddressesBriefly(); // Its settings take longer than the arguments.
                  } else {
                    await(preparation);
                  }
                  Optional<String> misplaced = Misuse.misplaced(parsed);
                  return misplaced.isPresent()
                      ? misused(misplaced.get())
                      : new RunLast().execute(parsed);
                })
            // A text may begin with an @, and an @NODE is no file of arguments.
            .setExpandAtFiles(false)
            // A node may be called demo, and a file cookie.
            .setAllowSubcommandsAsOptionParameters(true)
            .setUsageHelpAutoWidth(true)
            .setParameterExceptionHandler(
                (e, a) ->
                    knowsAll
                        ? misused(Misuse.sentence(e))
                        : run(args, preparation, COMMANDS.keySet()))
            .setExecutionExceptionHandler(Main::failed)
            .setOut(new PrintWriter(help))
            .execute(args);
    return help.getBuffer().isEmpty() ? status : shown(help.toString());
  }

  private static int shown(String help) {
    try {
      Front.write(help);
      return ExitStatus.OK;
    } catch (StreamException e) {
      return failed(e);
    }
  }

  private static int failed(StreamException e) {
    errors().error(e.getMessage());
    return ExitStatus.STREAM;
  }

  // What all commands take.
  private static CommandSpec complete(CommandSpec command) {
    command.usageMessage().sortOptions(false);
    return command
        .versionProvider(new Version())
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
  }

  private static void await(Background<Void> preparation) {
    try {
      preparation.result();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Display errors() {
    return Front.errors(isJson);
  }

  private static int misused(String sentence) {
    errors().error(sentence);
    return ExitStatus.USAGE;
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof NodeException failure) {
      Logs.failure(failure);
      errors().error(failure.getMessage());
      return ExitStatus.of(failure);
    }
    if (e instanceof StreamException broken) {
      return failed(broken);
    }
    if (e instanceof ConfigException misconfigured) {
      return failed(NodeException.badConfiguration(misconfigured), command, parsed);
    }
    if (e instanceof CookieException unusable) {
      return failed(
          new NodeException(Reason.BAD_CONFIGURATION, unusable.getMessage(), e), command, parsed);
    }
    return failed(e);
  }

  // No stack trace reaches a user, from whichever thread.
  private static int failed(Throwable e) {
    String where = Logs.failure(e) ? "; see its log" : "";
    errors().error("the program failed: " + e + where);
    return ExitStatus.ERROR;
  }
}
