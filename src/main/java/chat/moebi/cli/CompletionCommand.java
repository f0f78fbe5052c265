package chat.moebi.cli;

import chat.moebi.cli.completion.Shell;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Prints the script by which a shell completes command lines: {@code chat completion bash}. */
final class CompletionCommand implements Callable<Integer> {

  private static final List<String> SHELLS = Stream.of(Shell.values()).map(Shell::name).toList();

  private final Supplier<CommandLine> program;
  private final PositionalParamSpec shell =
      PositionalParamSpec.builder()
          .index("0")
          .required(true)
          .paramLabel(String.join("|", SHELLS))
          .type(String.class)
          .completionCandidates(SHELLS)
          .description("The shell.")
          .build();

  private CompletionCommand(Supplier<CommandLine> program) {
    this.program = program;
  }

  /**
   * Describes the command to picocli.
   *
   * @param program describes the whole program
   */
  static CommandSpec spec(Supplier<CommandLine> program) {
    CompletionCommand completion = new CompletionCommand(program);
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(completion)
            .name("completion")
            .addPositional(completion.shell);
    spec.usageMessage()
        .description(
            "Prints a script that completes commands, options, files and the names of running nodes"
                + " at a press of Tab, for chat and for ./chat.",
            "Keep it in a file that each new shell reads, as below.");
    Help.addExamples(
        spec.usageMessage(),
        "  chat completion bash > ~/.chat.bash; echo '. ~/.chat.bash' >> ~/.bashrc",
        "  chat completion zsh > ~/.chat.zsh; echo '. ~/.chat.zsh' >> ~/.zshrc",
        "  chat completion fish > ~/.config/fish/completions/chat.fish");
    return spec;
  }

  @Override
  public Integer call() {
    String name = shell.getValue();
    if (!SHELLS.contains(name)) {
      throw new NodeException(
          Reason.INVALID, "no completion for the shell " + name + "; write bash, zsh or fish");
    }
    StandardStreams.write(Shell.valueOf(name).script(program.get()));
    return ExitStatus.OK;
  }
}
