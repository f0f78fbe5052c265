package chat.moebi.cli;

import chat.moebi.console.StreamException;
import chat.moebi.name.NodeException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.Security;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.RunLast;

/** Is the program's entrance. */
public final class Main {

  /** Makes the commands beside that of a node, in the order of the help. */
  private static final Map<String, Supplier<CommandSpec>> COMMANDS = commands();

  private Main() {}

  /** Runs the command line, and ends the JVM with its status. */
  public static void main(String[] args) {
    // It repeats the arguments, so maybe a cookie, and properties are a part of the configuration.
    System.clearProperty("sun.java.command");
    // No option takes a date; to find out how to read one takes longer than to read the others.
    System.setProperty("picocli.converters.excludes", "java[.](time|sql)[.].*");
    UnsafeWarning.suppress();
    LogProvider.install();
    LibraryOutput.install();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> Errors.unexpected(e));
    Errors.prepare(List.of(args));
    System.exit(run(args));
  }

  private static int run(String[] decoded) {
    String[] args;
    try {
      Descriptors.keep();
      args = ProcessText.arguments(decoded);
    } catch (IOException | NodeException e) {
      return Errors.report(e);
    }
    return run(args, new Background<>("preparation", () -> prepare(args)));
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

  private static int run(String[] args, Background<Void> preparation) {
    CommandLine chat = new CommandLine(complete(ChatCommand.spec()));
    // To describe a command takes longer than to parse its words.
    COMMANDS.forEach(
        (name, command) -> {
          if (List.of(args).contains(name)) {
            chat.addSubcommand(complete(command.get()));
          }
        });
    StringWriter help = new StringWriter();
    int status =
        chat.setExecutionStrategy(
                parsed -> {
                  if (isNode(args)) {
                    keepAddressesBriefly(); // Its settings take longer than the arguments.
                  } else {
                    await(preparation);
                  }
                  if (parsed.isUsageHelpRequested()) {
                    addOthers(chat);
                  }
                  Optional<String> misuse = Misuse.sentence(parsed);
                  return misuse.isPresent()
                      ? Errors.misuse(misuse.get())
                      : new RunLast().execute(parsed);
                })
            // A text may begin with an @, and an @NODE is no file of arguments.
            .setExpandAtFiles(false)
            // A node may be called demo, and a file cookie.
            .setAllowSubcommandsAsOptionParameters(true)
            .setUsageHelpAutoWidth(true)
            .setParameterExceptionHandler(
                (e, a) -> {
                  addOthers(chat);
                  return Errors.misuse(Misuse.sentence(e));
                })
            .setExecutionExceptionHandler((e, command, parsed) -> Errors.report(e))
            .setOut(new PrintWriter(help))
            .execute(args);
    return help.getBuffer().isEmpty() ? status : shown(help.toString());
  }

  /** Adds the commands that the arguments do not name, which help lists and errors suggest. */
  private static void addOthers(CommandLine chat) {
    COMMANDS.forEach(
        (name, command) -> {
          CommandLine named = chat.getSubcommands().get(name);
          if (named != null) {
            chat.getCommandSpec().removeSubcommand(name); // It is added again in its place.
          }
          chat.addSubcommand(name, named == null ? complete(command.get()) : named);
        });
  }

  private static int shown(String help) {
    try {
      Front.write(help);
      return ExitStatus.OK;
    } catch (StreamException e) {
      return Errors.report(e);
    }
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
}
