package chat.moebi.console;

import chat.moebi.name.ErrorMessages;
import chat.moebi.otp.process.SpawnResult;
import chat.moebi.otp.process.SpawnResult.NotSpawned;
import chat.moebi.otp.process.SpawnResult.Spawned;

/** Spawns a process that is linked to the shell. */
final class Spawn extends Command {

  Spawn() {
    super(
        "/spawn " + FunctionCall.USAGE,
        "spawns a process linked to this shell",
        """
        It runs FUNCTION on NODE, and its pid is shown. What the process prints is shown here. If it crashes, this shell starts anew, with a new pid.
        Every node has: crash REASON, echo [TEXT], greet, say_name, sleep MS, system.
        A node that was started with --functions DIR has those in the jars there, too.
        Example: /spawn kate greet""");
  }

  @Override
  void run(CommandContext context, Line line) throws InterruptedException, LineException {
    FunctionCall wanted = FunctionCall.parse(line, context.view());
    SpawnResult result =
        context.await(
            context.otp().process().spawnLink(wanted.node(), wanted.call()),
            (late, after) ->
                late instanceof NotSpawned not
                    ? ErrorMessages.late(context.sentence(not.refusal()), after)
                    : wanted.node()
                        + " spawned "
                        + ((Spawned) late).pid()
                        + " after "
                        + after.toSeconds()
                        + " s");
    if (result instanceof NotSpawned not) {
      throw context.refused(not.refusal());
    }
    context.answer(((Spawned) result).pid().toString());
  }
}
