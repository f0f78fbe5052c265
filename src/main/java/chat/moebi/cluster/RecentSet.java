package chat.moebi.cluster;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** A bounded set that drops its oldest element when it is full. Not thread-safe. */
final class RecentSet<T> {

  private final int maxSize;
  private final Set<T> elements = new LinkedHashSet<>();

  RecentSet(int maxSize) {
    this.maxSize = maxSize;
  }

  /** Adds an element, or makes it the newest one. */
  void add(T element) {
    elements.remove(element);
    elements.add(element);
    if (elements.size() > maxSize) {
      elements.remove(elements.iterator().next());
    }
  }

  /** Removes an element; returns whether it was there. */
  boolean remove(T element) {
    return elements.remove(element);
  }

  boolean contains(T element) {
    return elements.contains(element);
  }

  /** Returns the elements, the oldest first. */
  Stream<T> stream() {
    return elements.stream();
  }
}
