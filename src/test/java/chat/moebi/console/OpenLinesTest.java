package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Carries out lines that need no node. */
@Timeout(60)
class OpenLinesTest {

  private static final Duration LIMIT = Duration.ofSeconds(50);

  private final ShownAnswers shown = new ShownAnswers();
  private final CompletableFuture<CommandShell> shell = new CompletableFuture<>();
  private final OpenLines lines = new OpenLines(shell, shown, (line, recipient) -> {});

  @Test
  void linesWaitForTheShell() throws Exception {
    lines.add("/help clear");
    assertThat(lines.stop()).isFalse();
    assertThat(shown.answers).isEmpty();

    shell.complete(new CommandShell(null));
    lines.close(LIMIT);

    assertThat(shown.answers).hasSize(4);
    assertThat(shown.errors).isEmpty();
  }

  @Test
  void commandsAreCarriedOutInOrder() throws Exception {
    shell.complete(new CommandShell(null));
    lines.add("/help flush");
    lines.add("/help quit");
    lines.add("/help self");
    lines.close(LIMIT);

    assertThat(shown.answers)
        .filteredOn(line -> line.startsWith("/"))
        .extracting(line -> line.substring(0, 5))
        .containsExactly("/flus", "/quit", "/self");
  }

  @Test
  void namesTheFirstLineThatIsNotCarriedOut() throws Exception {
    lines.add("/help quit");
    lines.close(Duration.ZERO);

    assertThat(shown.errors).containsExactly("not carried out: /help quit");
  }

  @Test
  void countsTheOtherLinesThatAreNotCarriedOut() throws Exception {
    lines.add("/help quit");
    lines.add("/self");
    lines.add("/nodes");
    lines.close(Duration.ofNanos(1));

    assertThat(shown.errors).containsExactly("not carried out: /help quit (and 2 more)");
  }

  @Test
  void namesItsLinesOnceWhenTheStartFails() throws Exception {
    lines.add("@kate hi");
    shell.completeExceptionally(new IllegalStateException("no node today"));
    lines.close(LIMIT);

    assertThat(shown.answers).isEmpty();
    assertThat(shown.errors).containsExactly("not carried out: @kate hi");
  }

  @Test
  void aLineThatCannotBeShownFailsAndThoseBehindItAreCarriedOut() throws Exception {
    shell.complete(new CommandShell(null));
    OpenLines failing =
        new OpenLines(
            shell,
            shown,
            (line, recipient) -> {
              throw new IllegalStateException("no screen");
            });
    failing.add("hi");
    failing.add("/help clear");
    failing.close(LIMIT);

    assertThat(shown.errors)
        .containsExactly(
            "the program failed: java.lang.IllegalStateException: no screen; see its log");
    assertThat(shown.answers).hasSize(4);
  }

  @Test
  void aTerminalThatStallsWhileALineIsShownHoldsNoOtherUp() throws Exception {
    shell.complete(new CommandShell(null));
    CompletableFuture<Void> isShowing = new CompletableFuture<>();
    CompletableFuture<Void> reads = new CompletableFuture<>();
    OpenLines stalled =
        new OpenLines(
            shell,
            shown,
            (line, recipient) -> {
              isShowing.complete(null);
              reads.join();
            });
    CompletableFuture<Void> adding = CompletableFuture.runAsync(() -> stalled.add("hi"));
    isShowing.join();

    assertThat(CompletableFuture.supplyAsync(stalled::openTexts).get(20, TimeUnit.SECONDS))
        .isEqualTo(1);

    reads.complete(null);
    adding.join();
    stalled.close(LIMIT);
    assertThat(shown.errors).containsExactly("to whom? write @NODE TEXT");
  }
}
