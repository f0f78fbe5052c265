package chat.moebi.console;

import chat.moebi.console.Targets.Unclear;
import chat.moebi.node.NodeName;
import chat.moebi.otp.process.SpawnResult;
import chat.moebi.otp.process.SpawnResult.NotSpawned;
import chat.moebi.otp.process.SpawnResult.Spawned;

/** Spawns a process that is linked to the shell: {@code /spawn NODE FUNCTION [ARG ...]}. */
final class Spawn implements Command {

  @Override
  public String name() {
    return "spawn";
  }

  @Override
  public String usage() {
    return "/spawn " + FunctionCall.USAGE;
  }

  @Override
  public String summary() {
    return "runs FUNCTION on NODE as a process linked to this shell; shows its pid";
  }

  @Override
  public String details() {
    return """
        What the process prints is shown here. If it crashes, this shell starts anew, with a new pid.
        Every node has: crash REASON, echo [TEXT], greet, say_name, sleep MS, system.
        A node that was started with --functions DIR has those in the jars there, too.""";
  }

  @Override
  public void run(Shell shell, Line.Slash line) throws InterruptedException, Unclear {
    FunctionCall wanted = FunctionCall.parse(line, shell.view());
    SpawnResult result =
        shell.await(
            shell.otp().process().spawnLink(wanted.node(), wanted.call()),
            late -> inWords(shell, wanted.node(), late));
    if (result instanceof Spawned spawned) {
      shell.display().answer(spawned.pid().toString());
    } else if (result instanceof NotSpawned not) {
      shell.refuse(not.refusal());
    }
  }

  private static String inWords(Shell shell, NodeName node, SpawnResult late) {
    return late instanceof Spawned spawned
        ? node + " spawned " + spawned.pid()
        : shell.sentence(((NotSpawned) late).refusal());
  }
}
