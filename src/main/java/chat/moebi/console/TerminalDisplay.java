package chat.moebi.console;

import chat.moebi.cluster.Presence;
import chat.moebi.console.ReadingSettings.Bell;
import chat.moebi.name.NodeName;
import chat.moebi.output.Message;
import chat.moebi.store.StoredText;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Shows messages on a terminal as a conversation: each with its time and its sender in a colour,
 * and between them the texts that are sent from here. Everything else looks as it does on a pipe.
 */
final class TerminalDisplay implements Display {

  private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
  private static final String SAME_TIME = " ".repeat(6);
  private static final String BELL = "\007";

  private final TerminalWriter screen;

  /** Whether notices go elsewhere. */
  private final boolean isApart;

  /** Shows what looks as it does on a pipe. */
  private final TextDisplay lines;

  private final MessageLayout layout;
  private final ReadingSettings settings;
  private final KeptBacklog keptBacklog = new KeptBacklog();
  private final RecentNames talkedWith = new RecentNames();

  /** The minute of the last message. */
  private volatile Instant lastMinute = Instant.MIN;

  /**
   * Shows on a terminal.
   *
   * @param err takes errors and notices instead of the terminal
   */
  TerminalDisplay(TerminalWriter screen, Optional<LineWriter> err, ReadingSettings settings) {
    this.screen = screen;
    this.isApart = err.isPresent();
    this.lines = new TextDisplay(screen, err.orElse(screen));
    this.layout = new MessageLayout(screen);
    this.settings = settings;
  }

  /** The screen was cleared, so that the next message shows its time. */
  void cleared() {
    // Without a lock: the line editor, which may call this, holds its own.
    lastMinute = Instant.MIN;
  }

  @Override
  public void ready(NodeName name) {
    lines.ready(name);
  }

  /**
   * Shows {@code 12:04 alex@localhost: hi}, or {@code 12:04 #dogs alex@localhost: hi}. A text that
   * was kept has the time at which it was written. Of many such texts, only the last are shown.
   */
  @Override
  public void show(Message message) throws IOException {
    OptionalInt backlog = keptBacklog.begins(message);
    if (backlog.isPresent()) {
      String number = backlog.getAsInt() + " texts were kept for you; the last ";
      screen.write(screen.wrapped(number + KeptBacklog.SHOWN + ":", 0));
    }
    if (keptBacklog.isLeftOut(message)) {
      return;
    }
    AttributedStringBuilder room = new AttributedStringBuilder();
    message.room().ifPresent(name -> room.append(name + " ", AttributedStyle.BOLD));
    boolean isToOne = message.room().isEmpty() && !message.isToAll();
    boolean rings = isToOne && settings.bell() == Bell.ADDRESSED;
    DayTime time =
        DayTime.of(message.kept().map(Message.Kept::typed).orElse(message.time()), message.time());
    String text = message.text() + PastText.mark(message);
    show(rings ? BELL : "", time, room, message.from(), text);
  }

  @Override
  public void show(NodeName from, String text) throws IOException {
    show("", DayTime.now(), new AttributedStringBuilder(), from, text);
  }

  private void show(
      String bell, DayTime time, AttributedStringBuilder head, NodeName from, String text)
      throws IOException {
    talkedWith.add(from.toString());
    appendName(head, from.toString());
    write(bell, time, head, text);
  }

  /**
   * Shows {@code 12:04 > kate@localhost: hi} where a text was typed.
   *
   * @param recipient the full name of a node if it is known, a room, or {@code all}
   */
  void showSent(Line line, String recipient) {
    talkedWith.add(recipient);
    if (screen.isDumb()) {
      return;
    }
    AttributedStringBuilder head = new AttributedStringBuilder().append("> ", FAINT);
    if (!recipient.isEmpty()) {
      appendName(head, Escape.controls(recipient));
    }
    try {
      write("", DayTime.now(), head, recipient.isEmpty() ? line.shown() : text(line));
    } catch (IOException e) {
      // The terminal is gone; the thread that reads it ends the console.
    }
  }

  private static String text(Line line) {
    return line.command().equals(SendToAll.NAME) ? line.arguments() : Send.text(line);
  }

  /** Shows {@code kate@localhost joined} beside the times, if the user wants to know. */
  @Override
  public void presence(Presence presence) {
    boolean isWanted =
        switch (settings.presence()) {
          case ALL -> true;
          case SMART -> talkedWith.contains(presence.node().toString());
          case OFF -> false;
        };
    if (!isWanted) {
      return;
    } else if (isApart || screen.isDumb()) {
      lines.presence(presence);
      return;
    }
    try {
      String line = SAME_TIME + presence.sentence();
      boolean isBeside = Columns.of(line) <= screen.columns();
      screen.write(screen.styled(isBeside ? line : screen.wrapped(presence.sentence(), 0), FAINT));
    } catch (IOException e) {
      // The terminal is gone; the thread that reads it ends the console.
    }
  }

  @Override
  public void showAt(NodeName node, NodeName from, String text) throws IOException {
    lines.showAt(node, from, text);
  }

  @Override
  public void print(NodeName from, String line) throws IOException {
    lines.print(from, line);
  }

  @Override
  public void printAt(NodeName node, String line) throws IOException {
    lines.printAt(node, line);
  }

  @Override
  public void exit(String from, String reason) throws IOException {
    lines.exit(from, reason);
  }

  @Override
  public void answer(String line) {
    lines.answer(line);
  }

  @Override
  public void table(List<String> head, List<List<String>> rows) {
    if (screen.isDumb()) {
      lines.table(head, rows);
    } else {
      Table.lines(head, rows).forEach(lines::answer);
    }
  }

  /** Shows each text as it stood when it was sent or arrived, with the day if that is another. */
  @Override
  public synchronized void past(List<StoredText> texts) {
    if (screen.isDumb()) {
      lines.past(texts);
      return;
    }
    lastMinute = Instant.MIN;
    try {
      for (StoredText text : texts) {
        show(new PastText(text));
      }
    } catch (IOException e) {
      throw StreamException.output(e);
    } finally {
      lastMinute = Instant.MIN; // The next message shows its time.
    }
  }

  private void show(PastText past) throws IOException {
    AttributedStringBuilder head = new AttributedStringBuilder();
    if (past.isSent()) {
      head.append("> ", FAINT);
      appendName(head, past.recipient());
    } else {
      past.stored().room().ifPresent(room -> head.append(room + " ", AttributedStyle.BOLD));
      appendName(head, past.stored().from().toString());
    }
    write("", DayTime.of(past.stored().time(), Instant.now()), head, past.text());
  }

  @Override
  public void error(String sentence) {
    lines.error(sentence);
  }

  @Override
  public void note(String sentence) {
    lines.note(sentence);
  }

  private void appendName(AttributedStringBuilder head, String name) {
    head.append(name, NameColors.of(name, screen.colors())).append(": ");
  }

  /** In the order of the times, so that each minute is shown once. */
  private synchronized void write(
      String bell, DayTime time, AttributedStringBuilder rest, String text) throws IOException {
    if (screen.isDumb()) {
      screen.write(bell + rest + Escape.controls(text));
      return;
    }
    AttributedStringBuilder head = new AttributedStringBuilder();
    if (settings.times()) {
      boolean isSame = time.minute().equals(lastMinute);
      head.append(isSame ? " ".repeat(time.words().length()) : time.words(), FAINT);
      lastMinute = time.minute();
    }
    screen.write(bell + layout.arranged(head.append(rest).toAttributedString(), text));
  }
}
