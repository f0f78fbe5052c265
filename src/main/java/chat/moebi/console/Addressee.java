package chat.moebi.console;

/**
 * The recipient of texts that name none: the one that {@code /to} holds, else the node last
 * addressed. Thread-safe.
 */
final class Addressee {

  private final Runnable onHeld;
  private String last = "";
  private String held = "";

  /**
   * Creates an addressee that is nobody yet.
   *
   * @param onHeld is called when the recipient that is held has changed
   */
  Addressee(Runnable onHeld) {
    this.onHeld = onHeld;
  }

  /** Returns the recipient as a line names it; empty if there is none. */
  synchronized String name() {
    return held.isEmpty() ? last : held;
  }

  /** Returns the recipient that is held; empty if none is. */
  synchronized String held() {
    return held;
  }

  /** Sends texts to a recipient from now on; empty to hold none. */
  void hold(String recipient) {
    synchronized (this) {
      held = recipient;
    }
    onHeld.run();
  }

  /** A node was addressed by that name. */
  synchronized void addressed(String node) {
    last = node;
  }
}
