package chat.moebi.cli.completion;

import java.util.function.Function;
import picocli.CommandLine;

/** A shell for which there is a completion script, by the name of its program. */
public enum Shell {
  /** The script that picocli makes. */
  bash(BashScript::of),
  /** The same script, which sets up zsh's emulation of bash's completion. */
  zsh(BashScript::of),
  /** A script made from a template. */
  fish(FishScript::of);

  private final Function<CommandLine, String> script;

  Shell(Function<CommandLine, String> script) {
    this.script = script;
  }

  /** Returns the script that completes a command line, with all its subcommands. */
  public String script(CommandLine program) {
    return script.apply(program);
  }
}
