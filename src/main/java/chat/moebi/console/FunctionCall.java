package chat.moebi.console;

import chat.moebi.chat.SendResult;
import chat.moebi.chat.Session;
import chat.moebi.cluster.View;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Term;

/**
 * The words {@code NODE FUNCTION [ARG ...]} of a line.
 *
 * @param node the node that runs the function
 * @param call the function, and its arguments as they were typed
 */
record FunctionCall(NodeName node, Call<Term> call) {

  /** How it is typed. */
  static final String USAGE = "NODE FUNCTION [ARG ...]";

  /** Reads the arguments of a command. */
  static FunctionCall parse(Line.Slash line, View view) throws Unclear {
    String arguments = line.arguments().stripLeading();
    String node = Line.firstWord(arguments);
    String call = Line.afterFirstWord(arguments).stripLeading();
    String function = Line.firstWord(call);
    if (function.isEmpty()) {
      throw new Unclear("write /" + line.word() + " " + USAGE);
    }
    String given = Line.afterFirstWord(call);
    if (line.bytesOf(given) > Session.MAX_TEXT_BYTES) {
      throw new Unclear(Failure.TOO_LONG, new SendResult.TooLong(line.bytesOf(given)).sentence());
    }
    return new FunctionCall(Targets.node(node, view), Call.typed(function, given));
  }
}
