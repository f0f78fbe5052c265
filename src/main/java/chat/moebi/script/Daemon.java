package chat.moebi.script;

/** Starts threads that wait on a socket, and keep no process from ending. */
final class Daemon {

  private Daemon() {}

  static void start(String name, Runnable work) {
    thread(name, work).start();
  }

  static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
