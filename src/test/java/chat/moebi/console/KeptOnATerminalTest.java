package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.console.ReadingSettings.Bell;
import chat.moebi.console.ReadingSettings.Presence;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.output.Message;
import chat.moebi.store.Outcome;
import chat.moebi.store.StoredText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;

/** Shows texts that were kept, and texts of the past, on a terminal. */
class KeptOnATerminalTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final NodeName MOEBI = NodeName.parse("moebi@localhost");
  private static final Optional<RoomName> DOGS = Optional.of(RoomName.parse("#dogs"));
  private static final LocalDateTime SATURDAY = LocalDateTime.of(2026, 11, 28, 9, 30, 5);
  private static final LocalDateTime FRIDAY = LocalDateTime.of(2026, 11, 27, 12, 4, 5);

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final TerminalDisplay display = display("ansi");

  @Test
  void aKeptTextStandsWithTheTimeAtWhichItWasWritten() throws IOException {
    display.show(kept(ALEX, FRIDAY, false, 2, "lunch?"));
    display.show(kept(ALEX, FRIDAY.plusSeconds(3), false, 1, "or\ndinner?"));
    display.show(kept(ALEX, FRIDAY.plusMinutes(1), true, 0, "hello?"));
    display.show(kept(ALEX, SATURDAY.minusHours(1), false, 0, "well"));
    display.show(
        new Message(id(), instant(SATURDAY), ALEX, KATE, Optional.empty(), false, "hi", false));

    assertThat(lines())
        .containsExactly(
            "Fri 12:04 alex@localhost: lunch?",
            "          alex@localhost: or",
            "                          dinner?",
            "Fri 12:05 alex@localhost: hello? (maybe again)",
            "08:30 alex@localhost: well",
            "09:30 alex@localhost: hi");
  }

  @Test
  void ofManyKeptTextsTheLast20OfEachSenderAreShown() throws IOException {
    for (int remaining = 499; remaining >= 0; remaining--) {
      display.show(kept(ALEX, FRIDAY, false, remaining, "alex " + remaining));
      if (remaining >= 480) {
        display.show(kept(MOEBI, FRIDAY, false, remaining - 480, "moebi " + remaining));
      }
    }

    assertThat(lines().get(0)).isEqualTo("500 texts were kept for you; the last 20:");
    assertThat(lines()).filteredOn(line -> line.contains("kept for you")).hasSize(1);
    assertThat(lines().stream().filter(line -> line.contains(": moebi"))).hasSize(20);
    assertThat(lines().stream().filter(line -> line.contains(": alex")))
        .containsExactlyElementsOf(
            IntStream.range(0, 20)
                .mapToObj(i -> "          alex@localhost: alex " + (19 - i))
                .toList());
  }

  @Test
  void whatIsWrittenWhileTheLastAreShownIsShownToo() throws IOException {
    display.show(kept(ALEX, FRIDAY, false, 20, "left out"));
    display.show(kept(ALEX, FRIDAY, false, 19, "first"));
    display.show(kept(ALEX, FRIDAY, false, 60, "second"));
    display.show(kept(ALEX, FRIDAY, false, 0, "last"));
    display.show(kept(ALEX, FRIDAY, false, 30, "another day, left out"));

    assertThat(lines())
        .containsExactly(
            "21 texts were kept for you; the last 20:",
            "Fri 12:04 alex@localhost: first",
            "          alex@localhost: second",
            "          alex@localhost: last",
            "31 texts were kept for you; the last 20:");
  }

  @Test
  void thePastIsAConversation() throws IOException {
    LocalDateTime today = LocalDateTime.now().with(LocalTime.of(0, 0, 30));
    LocalDateTime longAgo = LocalDateTime.of(2026, 1, 2, 3, 4, 5);
    display.show(kept(ALEX, today, false, 0, "before"));
    display.past(
        List.of(
            past(longAgo, ALEX, Optional.of(KATE), Optional.empty(), Outcome.RECEIVED),
            past(longAgo, ALEX, Optional.of(KATE), DOGS, Outcome.MAYBE_AGAIN),
            past(today, KATE, Optional.of(ALEX), Optional.empty(), Outcome.OK),
            past(today, KATE, Optional.of(ALEX), Optional.empty(), Outcome.KEPT),
            past(today, KATE, Optional.empty(), DOGS, Outcome.FAILED),
            past(today, KATE, Optional.empty(), Optional.empty(), Outcome.OK)));
    display.show(kept(ALEX, today, false, 0, "after"));

    assertThat(lines())
        .containsExactly(
            "00:00 alex@localhost: before",
            "2026-01-02 03:04 alex@localhost: text",
            "                 #dogs alex@localhost: text (maybe again)",
            "00:00 > alex@localhost: text",
            "      > alex@localhost: text (kept)",
            "      > #dogs: text (not shown)",
            "      > all: text",
            "00:00 alex@localhost: after");
  }

  @Test
  void onADumbTerminalThePastHasItsWholeTime() {
    display("dumb").past(List.of(past(FRIDAY, ALEX, Optional.of(KATE), DOGS, Outcome.RECEIVED)));

    assertThat(lines()).containsExactly("2026-11-27 12:04:05 #dogs alex@localhost: text");
  }

  private TerminalDisplay display(String type) {
    try {
      Terminal terminal =
          new ExternalTerminal(
              "test", type, new ByteArrayInputStream(new byte[0]), shown, StandardCharsets.UTF_8);
      terminal.setSize(new Size(80, 24));
      return new TerminalDisplay(
          new TerminalWriter(LineReaderBuilder.builder().terminal(terminal).build(), false),
          Optional.empty(),
          new ReadingSettings(true, Presence.SMART, Bell.OFF));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Message kept(
      NodeName from, LocalDateTime typed, boolean isMaybeAgain, int remaining, String text) {
    return new Message(
        id(),
        instant(typed.isBefore(SATURDAY) ? SATURDAY : typed),
        from,
        KATE,
        Optional.empty(),
        false,
        text,
        false,
        Optional.of(new Message.Kept(instant(typed), isMaybeAgain, remaining)));
  }

  private static StoredText past(
      LocalDateTime time,
      NodeName from,
      Optional<NodeName> to,
      Optional<RoomName> room,
      Outcome outcome) {
    return new StoredText(id(), instant(time), from, to, room, "text", false, outcome);
  }

  private static UUID id() {
    return UUID.randomUUID();
  }

  private static Instant instant(LocalDateTime time) {
    return time.atZone(ZoneId.systemDefault()).toInstant();
  }

  private List<String> lines() {
    return shown
        .toString(StandardCharsets.UTF_8)
        .replace("\r", "")
        .lines()
        .map(String::stripTrailing)
        .toList();
  }
}
