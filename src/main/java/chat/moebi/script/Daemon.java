package chat.moebi.script;

/** Threads that wait on a socket and do not keep the process alive. */
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
