package chat.moebi.name;

import java.util.regex.Pattern;

/** The names of nodes that do not come back: {@code chat listen} without {@code --name}. */
public final class PassingName {

  private static final Pattern NAME = Pattern.compile("listen-[a-z]{4}");

  private PassingName() {}

  /** Whether no node is expected to have that name again. */
  public static boolean is(NodeName node) {
    return NAME.matcher(node.name()).matches();
  }
}
