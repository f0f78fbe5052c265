package chat.moebi.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs the processes of a node one after the other. Each process sends messages to the other nodes,
 * one at a time, for as long as it lives. Thread-safe.
 */
final class SoakNode {

  /** The pause between an answer and the next message. */
  private static final Duration PACE = Duration.ofMillis(80);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** How long a start may take before the run gives up. */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final String name;
  private final Playground playground;
  private final List<String> others;
  private final Path directory;
  private final long begin;
  private final Random random;
  private final CountDownLatch quiet;
  private final CountDownLatch started = new CountDownLatch(1);
  private final List<SoakProcess> processes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /**
   * Creates a node without a process.
   *
   * @param directory the directory of the transcripts
   * @param begin when the run began, by {@link System#nanoTime}
   * @param quiet counted down when no more messages are to be sent
   */
  SoakNode(
      String name,
      Playground playground,
      Path directory,
      long begin,
      Random random,
      CountDownLatch quiet) {
    this.name = name;
    this.playground = playground;
    this.others =
        playground.ground().nodes().stream().filter(other -> !other.equals(name)).toList();
    this.directory = directory;
    this.begin = begin;
    this.random = random;
    this.quiet = quiet;
  }

  /** Returns the node's name without its host. */
  String name() {
    return name;
  }

  /** Returns the node's full name. */
  String address() {
    return playground.address(name);
  }

  /**
   * Starts the next process once the previous one has ended, and lets it send when it is ready.
   * Returns false, and does nothing, if the previous process was not told to end.
   */
  synchronized boolean start() {
    if (last().filter(SoakProcess::isToGoOn).isPresent()) {
      return false;
    }
    Thread thread = new Thread(this::run, "senders of " + name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(this::failed);
    threads.add(thread);
    thread.start();
    return true;
  }

  /** Returns the current process, if it is ready and was not told to end. */
  synchronized Optional<SoakProcess> well() {
    return last().filter(SoakProcess::isWell);
  }

  /** Returns the newest process, which may have ended. */
  synchronized Optional<SoakProcess> last() {
    return processes.isEmpty()
        ? Optional.empty()
        : Optional.of(processes.get(processes.size() - 1));
  }

  /** Returns all processes so far. */
  synchronized List<SoakProcess> processes() {
    return List.copyOf(processes);
  }

  /** Waits until the first process is ready or has ended. */
  void awaitStarted() throws InterruptedException {
    if (!started.await(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " was not started");
    }
    last().orElseThrow().awaitReady();
  }

  /** Returns a sentence for each sender thread that failed. */
  synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  private synchronized void failed(Thread thread, Throwable cause) {
    failures.add(thread.getName() + ": " + cause);
  }

  /** Waits until every starting process is ready or has ended, and no thread sends any more. */
  void awaitQuiet() throws InterruptedException {
    List<Thread> all;
    synchronized (this) {
      all = List.copyOf(threads);
    }
    for (Thread thread : all) {
      thread.join(START_LIMIT.toMillis());
      if (thread.isAlive()) {
        throw new IllegalStateException(thread.getName() + " have not ended");
      }
    }
  }

  private void run() {
    try {
      Optional<SoakProcess> former = last();
      if (former.isPresent()) {
        former.get().awaitEnd(PATIENCE);
      }
      SoakProcess process = launch();
      if (process.awaitReady()) {
        converse(process);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized SoakProcess launch() throws IOException {
    int start = processes.size() + 1;
    Log log = new Log(directory.resolve(name + "." + start + ".txt"), begin);
    SoakProcess process = new SoakProcess(name, start, playground.start(name), log);
    processes.add(process);
    started.countDown();
    return process;
  }

  private void converse(SoakProcess process) throws InterruptedException {
    while (process.isWell() && !quiet.await(PACE.toMillis(), TimeUnit.MILLISECONDS)) {
      String other = others.get(random.nextInt(others.size()));
      if (process.isWell()) { // It may have been told to leave by now.
        process.send(other, playground.address(other));
      }
    }
  }
}
