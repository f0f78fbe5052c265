package chat.moebi.console;

import chat.moebi.cluster.View;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Term;

/**
 * The words {@code NODE FUNCTION [ARG ...]} of a line.
 *
 * @param node the node that runs the function
 * @param call the function, and its arguments as they were typed
 * @param words the same as the user typed it
 */
record FunctionCall(NodeName node, Call<Term> call, String words) {

  static final String USAGE = "NODE FUNCTION [ARG ...]";

  /** Reads the arguments of a command. */
  static FunctionCall parse(Line line, View view) throws LineException {
    String words = line.arguments().stripLeading();
    String call = Line.afterFirstWord(words).stripLeading();
    if (call.isEmpty()) {
      throw new LineException(Failure.USAGE, "write /" + line.command() + " " + USAGE);
    }
    String arguments = Line.afterFirstWord(call);
    line.checkLength(arguments);
    NodeName node = Targets.node(Line.firstWord(words), view);
    return new FunctionCall(node, Call.typed(Line.firstWord(call), arguments), call);
  }
}
