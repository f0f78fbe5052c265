package chat.moebi.cluster;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Keeps what was added last, and no more than so many, the oldest first. Not thread-safe. */
final class RecentSet<T> {

  private final int most;
  private final Set<T> all = new LinkedHashSet<>();

  /** Makes one for so many. */
  RecentSet(int most) {
    this.most = most;
  }

  /** Adds one, or makes it the newest; the oldest gives way if there are too many. */
  void add(T one) {
    all.remove(one);
    all.add(one);
    if (all.size() > most) {
      all.remove(all.iterator().next());
    }
  }

  /** Removes one; returns whether it was there. */
  boolean remove(T one) {
    return all.remove(one);
  }

  boolean contains(T one) {
    return all.contains(one);
  }

  /** Returns them, the oldest first. */
  Stream<T> stream() {
    return all.stream();
  }
}
