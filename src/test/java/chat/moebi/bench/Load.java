package chat.moebi.bench;

import chat.moebi.chat.Chat;
import chat.moebi.chat.SendResult;
import chat.moebi.cookie.CookieFile;
import chat.moebi.cookie.Credentials;
import chat.moebi.node.Settings;
import chat.moebi.registry.Registry;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Generates load: a node that sends to another through the API that the console uses, and prints a
 * line of JSON for each workload. Each sender has one message in flight and sends the next after
 * the last was shown; no sender occupies a thread.
 */
public final class Load {

  private static final int DIGITS = 3;

  private final Chat chat;
  private final String recipient;

  private Load(Chat chat, String recipient) {
    this.chat = chat;
    this.recipient = recipient;
  }

  /** Runs {@code RECIPIENT WARM_UP SECONDS SENDERSxBYTES...}; see {@code bench/elixir/load.exs}. */
  public static void main(String[] arguments) {
    double warmUp = Double.parseDouble(arguments[1]);
    double seconds = Double.parseDouble(arguments[2]);
    try (Chat chat = start()) {
      Load load = new Load(chat, arguments[0]);
      List<Workload> workloads = Stream.of(arguments).skip(3).map(Workload::parse).toList();
      workloads.forEach(workload -> load.run(workload, warmUp));
      workloads.forEach(workload -> System.out.println(load.run(workload, seconds).json()));
    }
  }

  private static Chat start() {
    Map<String, String> environment = System.getenv();
    Config config = ConfigFactory.load();
    Credentials credentials =
        config.getBoolean("chat.plain-tcp")
            ? Credentials.none()
            : Credentials.of(CookieFile.readOwn(environment));
    return Chat.start(
        Settings.named("alex", credentials), Registry.ofUser(environment), (from, text) -> {});
  }

  private Measured run(Workload workload, double seconds) {
    long stop = System.nanoTime() + Math.round(seconds * 1e9);
    Histogram latencies = send(workload.senders(), workload.text(), now -> now - stop < 0);
    return Measured.of(workload, latencies, seconds);
  }

  private Histogram send(int senders, String text, LongPredicate goesOn) {
    // Results arrive on actors' threads, possibly on several at once.
    Histogram latencies = new ConcurrentHistogram(DIGITS);
    ConcurrentLinkedQueue<Sender> all = new ConcurrentLinkedQueue<>();
    IntStream.range(0, senders)
        .forEach(
            i -> {
              Sender sender = new Sender(text, latencies, goesOn);
              all.add(sender);
              sender.next();
            });
    all.forEach(sender -> sender.ended.join());
    return latencies;
  }

  private final class Sender {
    private final String text;
    private final Histogram latencies;
    private final LongPredicate goesOn;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    Sender(String text, Histogram latencies, LongPredicate goesOn) {
      this.text = text;
      this.latencies = latencies;
      this.goesOn = goesOn;
    }

    void next() {
      long sentAt = System.nanoTime();
      if (goesOn.test(sentAt)) {
        chat.send(recipient, text).thenAccept(result -> onResult(result, sentAt));
      } else {
        ended.complete(null);
      }
    }

    private void onResult(SendResult result, long sentAt) {
      if (result instanceof SendResult.Completed) {
        latencies.recordValue(System.nanoTime() - sentAt);
        next();
      } else {
        ended.completeExceptionally(new IllegalStateException(result.sentence()));
      }
    }
  }
}
