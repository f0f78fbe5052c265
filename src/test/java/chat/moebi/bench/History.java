package chat.moebi.bench;

import chat.moebi.bench.Comparison.Goal;
import chat.moebi.name.NodeName;
import chat.moebi.store.Outcome;
import chat.moebi.store.Store;
import chat.moebi.store.StoreException;
import chat.moebi.store.StoreSettings;
import chat.moebi.store.StoredText;
import chat.moebi.store.TextFilter;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures how long a search in many texts of the past takes, and whether a node that has them
 * starts as fast as one without.
 */
@Command(
    name = "bench/history",
    description = "Measures the search in texts of the past, and a start with them.",
    sortOptions = false)
public final class History implements Callable<Integer> {

  private static final String PROMPT = "prompt, ms";
  private static final String READY = "ready alone, ms";
  private static final String[] START = {"--name", Subject.RECIPIENT};

  private static final NodeName SELF = NodeName.parse("kate@localhost");
  private static final NodeName OTHER = NodeName.parse("alex@localhost");

  /** How many texts are written before they are waited for; they fit into the queue. */
  private static final int BATCH = 5_000;

  private static final String NOT_INDEXED =
      "SELECT (SELECT max(seq) FROM texts)"
          + " > coalesce((SELECT rowid FROM words ORDER BY rowid DESC LIMIT 1), 0)";

  private static final long POLL_MILLIS = 100;

  private static final int RARE = 30_000;
  private static final int WORDS = 2_000;
  private static final int FOUND = 20;
  private static final long LIMIT_SECONDS = 300;
  private static final double SEARCH_MS = 50;
  private static final double PROMPT_RATIO = 1.05;

  /** Searches by what they look for. */
  private static final Map<String, String> SEARCHES = new LinkedHashMap<>();

  static {
    SEARCHES.put("a rare word", "needle");
    SEARCHES.put("a part of a rare word", "eedl");
    SEARCHES.put("two words", "haystack needle");
    SEARCHES.put("a word of each text", "said");
    SEARCHES.put("a word of no text", "unheard");
    SEARCHES.put("a rare word of two letters", "qz");
    SEARCHES.put("Thai", "สวัสดี");
    SEARCHES.put("Chinese, two characters", "午饭");
  }

  @Option(names = "--texts", paramLabel = "N", description = "How many texts there are; 100000.")
  private Integer texts;

  @Option(names = "--times", paramLabel = "N", description = "How often each is searched; 50.")
  private Integer times;

  @Option(names = "--pairs", paramLabel = "N", description = "How often each is started; 5.")
  private Integer pairs;

  @Mixin private Options options;

  private final Random random = new Random(1);
  private final Map<String, List<Double>> searches = new LinkedHashMap<>();

  /** Runs the benchmark, and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new History()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    int count = options.number("--texts", texts, 100_000, 10_000);
    int searched = options.number("--times", times, 50, 5);
    int started = options.number("--pairs", pairs, 5, 1);
    Report report = new Report("history", options);
    List<Comparison> comparisons = new ArrayList<>();
    try (Ours with = new Ours(Ours.Kind.LAUNCHER);
        Ours without = new Ours(Ours.Kind.LAUNCHER)) {
      Map<String, String> environment = Map.of("XDG_DATA_HOME", with.lab().path("data").toString());
      environment.forEach(with.lab()::set);
      search(StoreSettings.from(ConfigFactory.load(), environment), count, searched);
      searches.forEach(
          (what, took) ->
              comparisons.add(
                  new Comparison(
                      "search for " + what + ", ms", took, List.of(), Goal.atMost(SEARCH_MS))));
      comparisons.addAll(start(with, without, started));
    }
    report.compare(count + " texts", "none", comparisons);
    report.end();
    return 0;
  }

  private void search(StoreSettings settings, int count, int searched) throws Exception {
    try (Store store = Store.of(settings, SELF, System.err::println)) {
      store.open();
      double writing = fill(store, count);
      double indexing = awaitIndex(settings.file(SELF));
      System.out.printf(
          "%d texts are written in %.1f s, and indexed %.1f s later%n",
          count, writing / 1e3, indexing / 1e3);
      for (int i = 0; i < searched; i++) {
        SEARCHES.forEach(
            (what, words) -> took(what, () -> store.search(words, TextFilter.last(FOUND))));
        took("nothing: the last 20", () -> store.history(TextFilter.last(FOUND)));
      }
    }
  }

  private double fill(Store store, int count) throws Exception {
    long begin = System.nanoTime();
    Instant first = Instant.now().minusSeconds(count);
    for (int i = 0; i < count; i++) {
      store.record(
          new StoredText(
              new UUID(i, random.nextLong()),
              first.plusSeconds(i),
              i % 2 == 0 ? SELF : OTHER,
              Optional.of(i % 2 == 0 ? OTHER : SELF),
              Optional.empty(),
              text(i),
              false,
              i % 2 == 0 ? Outcome.OK : Outcome.RECEIVED));
      if (i % BATCH == BATCH - 1 || i == count - 1) {
        await(store.history(TextFilter.last(1)));
      }
    }
    store
        .fault()
        .ifPresent(
            fault -> {
              throw new StoreException(fault);
            });
    return millisSince(begin);
  }

  // The store adds texts to the index of words when it has nothing else to do.
  private static double awaitIndex(Path file) throws Exception {
    long begin = System.nanoTime();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement query = connection.prepareStatement(NOT_INDEXED)) {
      while (isTrue(query)) {
        if (millisSince(begin) > TimeUnit.SECONDS.toMillis(LIMIT_SECONDS)) {
          throw new StoreException("the texts are not indexed after " + LIMIT_SECONDS + " s");
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
    return millisSince(begin);
  }

  private static boolean isTrue(PreparedStatement query) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  private String text(int number) {
    String words =
        IntStream.range(0, 5 + random.nextInt(10))
            .mapToObj(i -> "w" + Integer.toString(WORDS + random.nextInt(WORDS), 36))
            .collect(Collectors.joining(" "));
    String rare = number % RARE == RARE / 10 ? " haystack needle qz สวัสดีครับ 我们去吃午饭吧" : "";
    return "said " + words + rare;
  }

  private void took(String what, Callable<CompletionStage<List<StoredText>>> reading) {
    long begin = System.nanoTime();
    try {
      await(reading.call());
    } catch (Exception e) {
      throw new IllegalStateException("the search for " + what + " has failed", e);
    }
    searches.computeIfAbsent(what, w -> new ArrayList<>()).add(millisSince(begin));
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private static double millisSince(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }

  private static List<Comparison> start(Ours with, Ours without, int pairs) throws Exception {
    Map<String, List<Double>> ours = new LinkedHashMap<>();
    Map<String, List<Double>> theirs = new LinkedHashMap<>();
    for (int pair = 0; pair <= pairs; pair++) {
      boolean isMeasured = pair > 0; // The first start creates the cookie and the archive.
      boolean isFirst = pair % 2 == 0;
      start(isFirst ? with : without, isFirst ? ours : theirs, isMeasured);
      start(isFirst ? without : with, isFirst ? theirs : ours, isMeasured);
    }
    return List.of(
        new Comparison(
            PROMPT, ours.get(PROMPT), theirs.get(PROMPT), Goal.ratioAtMost(PROMPT_RATIO)),
        new Comparison(READY, ours.get(READY), theirs.get(READY), Goal.ratioAtMost(PROMPT_RATIO)));
  }

  private static void start(Ours chat, Map<String, List<Double>> figures, boolean isMeasured)
      throws Exception {
    double prompt = Start.untilPrompt(chat.lab(), chat.command(START), "chat(" + SELF.name() + "@");
    double ready = Start.untilReady(chat.lab(), chat.command(START));
    if (isMeasured) {
      figures.computeIfAbsent(PROMPT, f -> new ArrayList<>()).add(prompt);
      figures.computeIfAbsent(READY, f -> new ArrayList<>()).add(ready);
    }
  }
}
