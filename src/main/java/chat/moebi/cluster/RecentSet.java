package chat.moebi.cluster;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** A bounded set that drops its oldest element when it is full. Not thread-safe. */
public final class RecentSet<T> {

  private final int maxSize;
  private final Set<T> elements = new LinkedHashSet<>();

  public RecentSet(int maxSize) {
    this.maxSize = maxSize;
  }

  /** Adds an element, or makes it the newest one. */
  public void add(T element) {
    elements.remove(element);
    elements.add(element);
    if (elements.size() > maxSize) {
      elements.remove(elements.iterator().next());
    }
  }

  /** Removes an element; returns whether it was there. */
  public boolean remove(T element) {
    return elements.remove(element);
  }

  public boolean contains(T element) {
    return elements.contains(element);
  }

  /** Returns the elements, the oldest first. */
  Stream<T> stream() {
    return elements.stream();
  }
}
