package chat.moebi.cli;

import chat.moebi.cookie.CookieException;
import chat.moebi.node.NodeException;
import chat.moebi.node.NodeException.Reason;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.security.Security;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Is the program's entrance. */
public final class Main {

  /** Makes the commands beside that of a node, in the order of the help. */
  private static final Map<String, Supplier<CommandSpec>> COMMANDS = commands();

  private static final Pattern HELP = Pattern.compile("--help.*|-[^-]*h.*");

  private Main() {}

  /** Runs the command line, and ends the JVM with its status. */
  public static void main(String[] args) {
    // It repeats the arguments, so maybe a cookie, and properties are a part of the configuration.
    System.clearProperty("sun.java.command");
    // No option takes a date; to find out how to read one takes longer than to read the others.
    System.setProperty("picocli.converters.excludes", "java[.](time|sql)[.].*");
    UnsafeWarning.suppress();
    LogProvider.install();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> failed(e));
    Background<Void> preparation = new Background<>("preparation", () -> prepare(args));
    List<String> words = List.of(args);
    // To learn what a command takes takes longer than to parse it: those that are not named wait.
    boolean needsAll = words.stream().anyMatch(HELP.asMatchPredicate());
    System.exit(run(args, preparation, needsAll ? COMMANDS.keySet() : words));
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
    boolean knowsAll = chat.getSubcommands().size() == COMMANDS.size();
    return chat.setExecutionStrategy(
            parsed -> {
              if (isNode(args)) {
                keepAddressesBriefly(); // Its settings take longer than the arguments.
              } else {
                await(preparation);
              }
              return new RunLast().execute(parsed);
            })
        // A text may begin with an @, and an @NODE is no file of arguments.
        .setExpandAtFiles(false)
        // A node may be called demo, and a file cookie.
        .setAllowSubcommandsAsOptionParameters(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(
            (e, a) -> knowsAll ? misused(e) : run(args, preparation, COMMANDS.keySet()))
        .setExecutionExceptionHandler(Main::failed)
        .execute(args);
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

  private static int misused(ParameterException e) {
    Front.pipes(false).error(e instanceof UnmatchedArgumentException u ? unknown(u) : seeHelp(e));
    return ExitStatus.USAGE;
  }

  private static String unknown(UnmatchedArgumentException e) {
    String word = e.getUnmatched().get(0).split("=", 2)[0]; // What follows may be a secret.
    String said = (word.startsWith("-") ? "unknown option " : "unknown command ") + word;
    return e.getSuggestions().isEmpty()
        ? said + "; see " + name(e) + " --help"
        : said + "; did you mean " + e.getSuggestions().get(0) + "?";
  }

  private static String seeHelp(ParameterException e) {
    return e.getMessage() + "; see " + name(e) + " --help";
  }

  private static String name(ParameterException e) {
    return e.getCommandLine().getCommandSpec().qualifiedName();
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof NodeException failure) {
      Logs.failure(failure);
      Front.pipes(false).error(failure.getMessage());
      return ExitStatus.of(failure);
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
    Front.pipes(false).error("the program failed: " + e + where);
    return ExitStatus.ERROR;
  }
}
