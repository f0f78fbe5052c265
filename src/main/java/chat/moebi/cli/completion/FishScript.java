package chat.moebi.cli.completion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The script for fish: a few functions, and a line for each command, option and parameter. */
final class FishScript {

  private static final String COMPLETE = "complete -c chat";

  private FishScript() {}

  static String of(CommandLine program) {
    Map<String, CommandLine> commands = program.getSubcommands();
    List<String> lines = new ArrayList<>();
    lines.add(Template.read("chat.fish"));
    lines.add(COMPLETE + " -f");
    commands.forEach(
        (name, command) ->
            lines.add(when("__chat_is_first_word") + " -a " + name + described(summary(command))));
    String node = when("not __chat_is " + String.join(" ", commands.keySet()));
    program.getCommandSpec().options().forEach(option -> lines.add(node + option(option)));
    commands.forEach((name, command) -> lines.addAll(lines(name, command.getCommandSpec())));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> lines(String name, CommandSpec command) {
    List<String> lines = new ArrayList<>();
    command.options().forEach(option -> lines.add(when("__chat_is " + name) + option(option)));
    String first =
        "__chat_is %s; and __chat_is_at_first %s"
            .formatted(name, Candidates.optionsWithValue(Stream.of(command), " "))
            .strip();
    if (Candidates.beginWithANode(command)) {
      lines.add(when(first) + " -a '(__chat_nodes)'" + described("A node"));
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      List<String> values = Candidates.of(parameter);
      if (!values.isEmpty()) {
        lines.add(when(first) + " -a " + quoted(String.join(" ", values)));
      }
    }
    return lines;
  }

  private static String option(OptionSpec option) {
    StringBuilder line = new StringBuilder();
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    List<String> values = Candidates.of(option);
    if (!values.isEmpty()) {
      line.append(" -x -a ").append(quoted(String.join(" ", values)));
    } else if (option.type() == Path.class) {
      line.append(" -r -F");
    } else if (option.arity().max() > 0) {
      line.append(" -x");
    }
    return line + described(option.description()[0]);
  }

  private static String summary(CommandLine command) {
    return command.getCommandSpec().usageMessage().description()[0];
  }

  private static String when(String condition) {
    return COMPLETE + " -n " + quoted(condition);
  }

  private static String described(String description) {
    return " -d " + quoted(firstSentence(description));
  }

  private static String firstSentence(String text) {
    return text.replaceFirst("\\.( .*)?$", "");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
