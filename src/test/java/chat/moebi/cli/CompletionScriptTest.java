package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cli.completion.Shell;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** Reads the completion scripts; {@link CompletionTest} runs them. */
class CompletionScriptTest {

  @ParameterizedTest
  @EnumSource
  void theScriptHasEachCommandAndEachOption(Shell shell) {
    CommandLine program = Subcommands.all();
    String script = shell.script(program);
    assertHasOptions(script, shell, program);
    program
        .getSubcommands()
        .forEach(
            (name, command) -> {
              assertThat(script).containsPattern("\\b" + name + "\\b");
              assertHasOptions(script, shell, command);
            });
    assertThat(script).doesNotContain("@COMMANDS@", "@OPTIONS@");
  }

  private static void assertHasOptions(String script, Shell shell, CommandLine command) {
    String function = command.getCommandSpec().qualifiedName("_");
    String part =
        shell == Shell.fish
            ? script
            : script.substring(script.indexOf("function _picocli_" + function + "() {"));
    command
        .getCommandSpec()
        .optionsMap()
        .keySet()
        .forEach(
            name ->
                assertThat(part)
                    .contains(shell == Shell.fish ? fishOption(name) : "'" + name + "'"));
  }

  private static String fishOption(String name) {
    return name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1);
  }
}
