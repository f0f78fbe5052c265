package chat.moebi.soak;

import chat.moebi.soak.Transcript.Answer;
import chat.moebi.soak.Transcript.Ending;
import chat.moebi.soak.Transcript.Sending;
import chat.moebi.soak.Transcript.Showing;
import chat.moebi.soak.Transcript.Span;
import chat.moebi.soak.Transcript.Told;
import chat.moebi.testing.PipedProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs one process of a node, gives it commands one at a time, and records what it was told, what
 * it showed and what it said. The output of a killed process is read to its end. Thread-safe.
 */
final class SoakProcess {

  private static final Pattern PID = Pattern.compile("<\\S+>");
  private static final Pattern NODE = Pattern.compile("(\\S+) (self|up|unreachable)");
  private static final String KEPT = "kept for ";
  private static final Pattern SHOWED = Pattern.compile("note: \\S+ showed \"(\\S+)\" after .*");

  /** How long a start or an answer may take, including the time that the process is frozen. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final String LOST = "note: the connection to the cluster was lost; rejoining";
  private static final String BACK = "note: back";

  private final String node;
  private final int start;
  private final Process process;
  private final Log log;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch openStreams = new CountDownLatch(2);

  /** The answers in order; after the last one, an empty element. */
  private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();

  /** Held from a command to its answer. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private final List<Sending> sendings = new ArrayList<>();
  private final List<Showing> shown = new ArrayList<>();
  private final List<String> strange = new ArrayList<>();
  private final Set<String> late = new HashSet<>();
  private final Set<String> listed = new TreeSet<>();
  private final List<Span> frozen = new ArrayList<>();
  private final List<Span> rejoins = new ArrayList<>();
  private Duration lostSince;
  private Duration readyFrom;
  private Duration gone;
  private volatile boolean isReady;
  private Told told = Told.NOTHING;
  private long toldAt;
  private long endedAt;
  private long frozenSince;
  private long frozenBefore;

  /**
   * Takes over a process that was just started.
   *
   * @param start the number of the process among the processes of that node, from 1
   */
  SoakProcess(String node, int start, Process process, Log log) {
    this.node = node;
    this.start = start;
    this.process = process;
    this.log = log;
    process.onExit().thenRun(this::ended);
    follow("output of " + node, process.getInputStream(), this::onOutput);
    follow("errors of " + node, process.getErrorStream(), this::onError);
  }

  /** Waits until the node is ready or has ended, and returns whether it became ready. */
  boolean awaitReady() throws InterruptedException {
    if (!ready.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(node + "." + start + " is not ready after " + LIMIT);
    }
    return isReady;
  }

  /** Returns whether the node is ready and was not told to end. */
  boolean isWell() {
    return isReady && isToGoOn();
  }

  /** Returns whether the process lives, ready or not, and was not told to end. */
  synchronized boolean isToGoOn() {
    return process.isAlive() && told == Told.NOTHING;
  }

  synchronized boolean isFrozen() {
    return frozenSince != 0 && process.isAlive();
  }

  /**
   * Sends the next message to a node, and waits for the answer.
   *
   * @param address the node's full name
   */
  Answer send(String recipient, String address) throws InterruptedException {
    turn.lockInterruptibly();
    try {
      Message message = new Message(node, start, recipient, sendings().size() + 1);
      long sentAt = System.nanoTime();
      long frozen = frozenUntil(sentAt);
      Answer answer = answer(ask("/send " + address + " " + message.text()));
      long now = System.nanoTime();
      Duration waited = Duration.ofNanos(now - sentAt - (frozenUntil(now) - frozen));
      synchronized (this) {
        sendings.add(new Sending(message, answer, waited, log.time()));
      }
      return answer;
    } finally {
      turn.unlock();
    }
  }

  /** Returns the nodes that this node lists, such as {@code kate@localhost up}. */
  Set<String> nodes() throws InterruptedException {
    turn.lockInterruptibly();
    try {
      synchronized (this) {
        listed.clear();
      }
      type("/nodes");
      ask("/self"); // Answered after the list is complete.
      synchronized (this) {
        return new TreeSet<>(listed);
      }
    } finally {
      turn.unlock();
    }
  }

  /** Sends {@code /quit} after the current command has been answered. */
  void quit() throws InterruptedException {
    turn.lockInterruptibly();
    try {
      tell(Told.QUIT);
      type("/quit");
    } finally {
      turn.unlock();
    }
  }

  /** Sends SIGTERM. */
  void terminate() {
    tell(Told.TERMINATE);
    process.toHandle().destroy(); // Unlike Process.destroy, this leaves the streams open.
  }

  /** Sends SIGKILL. */
  void kill() {
    tell(Told.KILL);
    process.toHandle().destroyForcibly();
  }

  /** Kills the process because the run is over; the kill is not recorded. */
  void destroy() {
    process.toHandle().destroyForcibly();
  }

  /** Sends SIGSTOP. */
  synchronized void freeze() throws IOException, InterruptedException {
    PipedProcess.signal(process.pid(), "STOP");
    frozenSince = System.nanoTime();
    log.write("#", "frozen");
  }

  /** Sends SIGCONT. */
  synchronized void thaw() throws IOException, InterruptedException {
    long now = System.nanoTime();
    Duration time = log.time();
    frozen.add(new Span(time.minusNanos(now - frozenSince), time));
    frozenBefore = frozenUntil(now);
    frozenSince = 0;
    log.write("#", "thawed");
    PipedProcess.signal(process.pid(), "CONT");
  }

  /** Waits until the process has ended and all its output was read; returns false at the limit. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return openStreams.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns the messages that the sender was told are kept. */
  synchronized List<Message> kept() {
    return sendings.stream()
        .filter(sending -> sending.answer() == Answer.KEPT)
        .map(Sending::message)
        .toList();
  }

  /** Returns the messages that the process has shown. */
  synchronized List<Message> shown() {
    return shown.stream().map(Showing::message).toList();
  }

  /** Returns the transcript of the process, which must have ended. */
  synchronized Transcript transcript() throws InterruptedException, IOException {
    int status = process.waitFor();
    log.close();
    long took = told == Told.NOTHING ? 0 : endedAt - toldAt;
    return new Transcript(
        node,
        start,
        sendings.stream().map(this::confirmed).toList(),
        List.copyOf(shown),
        Optional.ofNullable(readyFrom).map(from -> new Span(from, gone)),
        List.copyOf(frozen),
        List.copyOf(rejoins),
        List.copyOf(strange),
        new Ending(told, status, Duration.ofNanos(took)));
  }

  private Sending confirmed(Sending sending) {
    return sending.answer() == Answer.UNCONFIRMED && late.contains(sending.message().text())
        ? new Sending(sending.message(), Answer.LATE, sending.waited(), sending.at())
        : sending;
  }

  private Optional<String> ask(String line) throws InterruptedException {
    answers.stream().flatMap(Optional::stream).forEach(a -> strange("answers nothing: " + a));
    answers.removeIf(Optional::isPresent);
    type(line);
    Optional<String> answer = answers.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (answer == null) {
      throw new IllegalStateException(node + "." + start + " does not answer " + line);
    }
    if (answer.isEmpty()) {
      answers.add(answer); // Every later command ends without an answer too.
    }
    return answer;
  }

  private void type(String line) {
    log.write(">", line);
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      log.write("#", "reads no more");
    }
  }

  private Answer answer(Optional<String> line) {
    if (line.isEmpty()) {
      return Answer.NONE;
    }
    String text = line.get();
    if (text.equals("ok")) {
      return Answer.OK;
    } else if (text.startsWith(KEPT)) {
      return Answer.KEPT;
    } else if (text.startsWith("error: no answer from ")) {
      return Answer.UNCONFIRMED;
    } else if (!text.startsWith("error: no connection to ") && !text.endsWith("; try again")) {
      strange(text);
    }
    return Answer.REFUSED;
  }

  private synchronized void tell(Told what) {
    log.write("#", "told to " + what);
    told = what;
    toldAt = System.nanoTime();
    leave();
  }

  private synchronized void ended() {
    endedAt = System.nanoTime();
    leave();
  }

  private void leave() {
    if (gone == null) {
      gone = log.time();
      if (frozenSince != 0) {
        frozen.add(new Span(gone.minusNanos(System.nanoTime() - frozenSince), gone));
      }
      if (lostSince != null) {
        rejoins.add(new Span(lostSince, gone));
      }
    }
  }

  private synchronized long frozenUntil(long now) {
    return frozenBefore + (frozenSince == 0 ? 0 : now - frozenSince);
  }

  private synchronized List<Sending> sendings() {
    return sendings;
  }

  private void onOutput(String line) {
    log.write(" ", line);
    Optional<Message> message = Message.shownBy(line);
    if (message.isPresent()) {
      synchronized (this) {
        shown.add(new Showing(message.get(), Message.isMaybeAgain(line), log.time()));
      }
    } else if (line.equals("ok") || line.startsWith(KEPT) || PID.matcher(line).matches()) {
      answers.add(Optional.of(line));
    } else if (line.startsWith("ready ") && !isReady) {
      synchronized (this) {
        readyFrom = log.time();
      }
      isReady = true;
      ready.countDown();
    } else if (NODE.matcher(line).matches()) {
      synchronized (this) {
        listed.add(line);
      }
    } else {
      strange(line);
    }
  }

  private void onError(String line) {
    log.write("!", line);
    Matcher showed = SHOWED.matcher(line);
    if (line.startsWith("error: ") && isReady) {
      answers.add(Optional.of(line));
    } else if (showed.matches()) {
      synchronized (this) {
        late.add(showed.group(1));
      }
    } else if (line.equals(LOST)) {
      synchronized (this) {
        lostSince = log.time();
      }
    } else if (line.startsWith(BACK)) {
      synchronized (this) {
        if (lostSince != null) {
          rejoins.add(new Span(lostSince, log.time()));
          lostSince = null;
        }
      }
    } else if (!line.startsWith("note: ")) {
      strange(line);
    }
  }

  private synchronized void strange(String line) {
    strange.add(line);
  }

  private void follow(String what, InputStream stream, Consumer<String> to) {
    Thread reader = new Thread(() -> read(stream, to), what);
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream stream, Consumer<String> to) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        to.accept(line);
      }
    } catch (IOException e) {
      strange("cannot be read: " + e);
    }
    openStreams.countDown();
    if (openStreams.getCount() == 0) {
      log.write("#", "ended");
      ready.countDown();
      answers.add(Optional.empty());
    }
  }
}
