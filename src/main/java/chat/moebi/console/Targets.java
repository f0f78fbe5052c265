package chat.moebi.console;

import chat.moebi.cluster.View;
import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeName;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Refusal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jline.utils.Levenshtein;

/** Finds the nodes and processes that typed names mean. */
final class Targets {

  private static final int SHORT = 5;

  private Targets() {}

  /** Returns the node that is meant by a full name or a short one. */
  static NodeName node(String text, View view) throws Unclear {
    try {
      if (NodeName.isFull(text)) {
        return NodeName.parse(text);
      }
      List<NodeName> meant = view.meant(text);
      if (meant.size() == 1) {
        return meant.get(0);
      }
      throw new Unclear(ErrorMessages.which(text, meant));
    } catch (IllegalArgumentException e) {
      throw new Unclear(e.getMessage());
    }
  }

  /**
   * Returns {@code ; did you mean kate?} for a node that is not known if the name of a known one is
   * nearly the same, else an empty text. Names with other numbers in them are different names.
   */
  static String didYouMean(NodeName unknown, View view) {
    if (view.nodes().containsKey(unknown)) {
      return "";
    }
    return view.nodes().keySet().stream()
        .filter(known -> isNear(unknown.name(), known.name()))
        .filter(known -> isNear(unknown.host(), known.host()))
        .min(Comparator.comparingInt(known -> distance(unknown.toString(), known.toString())))
        .map(known -> known.host().equals(unknown.host()) ? known.name() : known.toString())
        .map(name -> "; did you mean " + name + "?")
        .orElse("");
  }

  private static boolean isNear(String typed, String known) {
    int mistyped = known.length() < SHORT ? 1 : 2;
    return distance(typed, known) <= mistyped
        && distance(typed, known) < known.length() - 1
        && digits(typed).equals(digits(known));
  }

  private static int distance(String one, String other) {
    return Levenshtein.distance(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
  }

  private static String digits(String name) {
    return name.replaceAll("\\D", "");
  }

  /** Returns the node that is meant, or the view's own if none is named. */
  static NodeName nodeOrOwn(String text, View view) throws Unclear {
    return text.isBlank() ? view.self() : node(text.strip(), view);
  }

  /** Returns the process that is meant by a pid. */
  static Pid pid(String text, View view) throws Unclear {
    try {
      Pid.Typed typed = Pid.parse(text);
      return typed.in(view).orElseThrow(() -> new Unclear(Refusal.noConnection(typed.node())));
    } catch (IllegalArgumentException e) {
      throw new Unclear(e.getMessage());
    }
  }
}
