package chat.moebi.console;

import java.util.LinkedHashSet;
import java.util.Set;

/** The names that were added last, up to a limit. Thread-safe. */
final class RecentNames {

  private static final int LIMIT = 1000;

  private final Set<String> names = new LinkedHashSet<>();

  synchronized void add(String name) {
    names.remove(name);
    names.add(name);
    if (names.size() > LIMIT) {
      names.remove(names.iterator().next());
    }
  }

  synchronized boolean contains(String name) {
    return names.contains(name);
  }
}
