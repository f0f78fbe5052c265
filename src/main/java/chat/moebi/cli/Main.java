package chat.moebi.cli;

import chat.moebi.script.ScriptClient;
import com.typesafe.config.ConfigFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.Security;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The entry point of the program. */
public final class Main {

  private Main() {}

  /** Runs the command line, and ends the JVM with its status. */
  public static void main(String[] args) {
    // This property repeats the arguments, perhaps a cookie, and properties become part of the
    // configuration.
    System.clearProperty("sun.java.command");
    // No option takes a date, and picocli's search for converters of dates is slow.
    System.setProperty("picocli.converters.excludes", "java[.](time|sql)[.].*");
    UnsafeWarning.suppress();
    LogProvider.install();
    LibraryOutput.install();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> Errors.unexpected(e));
    Errors.prepare(List.of(args));
    System.exit(run(args));
  }

  private static int run(String[] decoded) {
    try {
      Descriptors.keep();
      String[] args = ProcessText.arguments(decoded);
      boolean isNode = args.length > 0 && (args[0].startsWith("-") || args[0].equals("listen"));
      // Slow work that hardly depends on the arguments is done while they are parsed.
      Background<Void> preparation = new Background<>("preparation", () -> prepare(isNode));
      CommandLine chat = Subcommands.among(List.of(args));
      chat.setExpandAtFiles(false) // A text may begin with an @, and @NODE names no file.
          .setAllowSubcommandsAsOptionParameters(true) // A node may have the name demo.
          .setUsageHelpAutoWidth(true);
      try {
        ParseResult parsed = chat.parseArgs(args);
        if (isNode) {
          shortenAddressCache();
        } else {
          preparation.result();
        }
        return execute(chat, parsed);
      } catch (ParameterException e) {
        Subcommands.addMissing(chat);
        return Errors.misuse(Misuse.sentence(e));
      }
    } catch (Exception e) {
      return Errors.report(e);
    }
  }

  private static void prepare(boolean isNode) {
    if (isNode) {
      ConfigFactory.defaultReferenceUnresolved(); // The factory keeps the result.
    } else {
      new Background<>("script-preparation", ScriptClient::prepare);
      shortenAddressCache();
    }
  }

  // A host that restarts may get another address, and one without an address gets one soon.
  private static void shortenAddressCache() {
    Security.setProperty("networkaddress.cache.ttl", "3");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
  }

  private static int execute(CommandLine chat, ParseResult parsed) throws Exception {
    if (parsed.isUsageHelpRequested()) {
      Subcommands.addMissing(chat);
    }
    Optional<String> misuse = Misuse.sentence(parsed);
    if (misuse.isPresent()) {
      return Errors.misuse(misuse.get());
    }
    StringWriter help = new StringWriter();
    chat.setOut(new PrintWriter(help, true));
    if (CommandLine.executeHelpRequest(parsed) != null) {
      StandardStreams.write(help.toString());
      return ExitStatus.OK;
    }
    List<CommandLine> commands = parsed.asCommandLineList();
    Callable<Integer> last = commands.get(commands.size() - 1).getCommand();
    return last.call();
  }
}
