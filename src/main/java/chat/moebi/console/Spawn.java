package chat.moebi.console;

import chat.moebi.name.NodeName;
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
  public void run(CommandContext context, Line.Slash line) throws InterruptedException, Unclear {
    FunctionCall wanted = FunctionCall.parse(line, context.view());
    SpawnResult result =
        context.await(
            context.otp().process().spawnLink(wanted.node(), wanted.call()),
            late -> inWords(context, wanted.node(), late));
    if (result instanceof Spawned spawned) {
      context.display().answer(spawned.pid().toString());
    } else if (result instanceof NotSpawned not) {
      context.refuse(not.refusal());
    }
  }

  private static String inWords(CommandContext context, NodeName node, SpawnResult late) {
    return late instanceof Spawned spawned
        ? node + " spawned " + spawned.pid()
        : context.sentence(((NotSpawned) late).refusal());
  }
}
