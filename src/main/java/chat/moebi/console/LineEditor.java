package chat.moebi.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.MaskingCallback;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.utils.AttributedString;
import org.jline.utils.OSUtils;

/**
 * JLine's line editor with the keys of a chat. Ctrl-C and Ctrl-\ are keys, not signals. The
 * terminal echoes nothing between two lines. Keys without a meaning type nothing.
 */
final class LineEditor extends DraftReader {

  /** The value of a control character of the terminal that is switched off. */
  private static final int DISABLED = OSUtils.IS_LINUX ? 0 : 0xff;

  private static final String INTERRUPT = "interrupt";
  private static final Pattern LINE_BREAKS_AT_END = Pattern.compile("\\n+\\z");

  /** How long after a stop the signal to continue may take to be handled. */
  private static final long CONTINUED_MILLIS = 200;

  /** The longest paste that needs no explanation. */
  private static final int MAX_LINES_WITHOUT_HINT = 5;

  private final Keys keys;
  private final MaskingCallback visible;
  private final InputHistory input;
  private Predicate<String> isErased = line -> false;

  /** The terminal's attributes before this program took the keyboard. */
  private final Attributes before;

  /** Counted down when this process has been continued and shows its line again. */
  private volatile CountDownLatch continued = new CountDownLatch(0);

  /** Says how to send a long paste, until the next key; null if nothing is said. */
  private Supplier<AttributedString> hint;

  /** Thrown if Ctrl-C is pressed. */
  static final class CtrlC extends UserInterruptException {
    private static final long serialVersionUID = 1L;

    CtrlC(String partialLine) {
      super(partialLine);
    }
  }

  /** Thrown if Ctrl-D is pressed on an empty line. */
  static final class CtrlD extends EndOfFileException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Takes over the keyboard of a terminal until that is closed.
   *
   * @param file where the input history is kept; empty to forget it
   * @param notes shows why the input history cannot be kept
   */
  LineEditor(Terminal terminal, Completer completer, Optional<Path> file, Consumer<String> notes)
      throws IOException {
    super(terminal);
    setCompleter(completer);
    // Nothing in a line is special: no escape, no quote, no reference to the history.
    DefaultParser literal = new DefaultParser();
    literal.setEscapeChars(null);
    literal.setQuoteChars(new char[0]);
    setParser(literal);
    setOpt(LineReader.Option.DISABLE_EVENT_EXPANSION);
    setOpt(LineReader.Option.CASE_INSENSITIVE);
    setVariable(LineReader.SECONDARY_PROMPT_PATTERN, "");
    setVariable(LineReader.BLINK_MATCHING_PAREN, 0);
    // JLine's highlighter leaves out characters without a width, such as the vowel signs of Thai.
    setOpt(LineReader.Option.DISABLE_HIGHLIGHTER);
    this.visible = ProcessTerminal.readsLines(terminal) ? null : new VisibleControls();
    this.keys = new Keys(getKeyMaps().get(MAIN));
    bindKeys(keys.map());
    getKeyMaps().put(MAIN, keys.map());
    this.input = new InputHistory(this, file, notes);
    setHistory(input);
    this.before = terminal.getAttributes();
    terminal.handle(Signal.TSTP, this::suspend);
    takeKeyboard();
  }

  /** Whether no earlier run has left an input history, though there is a place for it. */
  boolean isFirstRun() {
    return input.isFirst();
  }

  /**
   * Reads a line. It may hold line breaks, but does not end in one.
   *
   * @throws CtrlC if that key is pressed
   * @throws CtrlD if that key is pressed on an empty line
   * @throws UserInterruptException if SIGINT arrives, or this thread is interrupted
   * @throws EndOfFileException at the end of the input
   */
  String read(String prompt) {
    takeKeyboard(); // The shell may have had it meanwhile.
    try {
      String line = readLine(prompt, null, visible, null);
      input.keep();
      return line;
    } catch (EndOfFileException e) {
      throw getLastBinding() == null ? e : new CtrlD();
    }
  }

  /** Takes lines off the screen at Enter that are then shown in another form. */
  void eraseIf(Predicate<String> isShownOtherwise) {
    isErased = isShownOtherwise;
  }

  @Override
  protected void cleanup() {
    boolean isToErase =
        !isEchoing() || state == State.DONE && canErase() && isErased.test(buf.toString());
    option(LineReader.Option.ERASE_LINE_ON_FINISH, isToErase);
    if (!isEchoing()) {
      redrawLine(); // The user has ended the row.
    }
    super.cleanup();
  }

  @Override
  protected synchronized void handleSignal(Signal signal) {
    if (signal == Signal.CONT) {
      takeKeyboard();
      if (isSet(LineReader.Option.BRACKETED_PASTE)) {
        terminal.writer().write(BRACKETED_PASTE_ON);
      }
    }
    super.handleSignal(signal);
    if (signal == Signal.CONT) {
      continued.countDown();
    }
  }

  // JLine would redraw the whole line after each character of a paste.
  @Override
  protected boolean selfInsert() {
    boolean isDone = super.selfInsert();
    // JLine does not draw while lines are read as a whole.
    skipRedisplay = visible != null && bindingReader.peekCharacter(1) >= 0;
    return isDone;
  }

  @Override
  public Binding readBinding(KeyMap<Binding> map, KeyMap<Binding> local) {
    Binding binding = super.readBinding(map, local);
    input.open();
    if (hint != null && post == hint) {
      post = null;
    }
    return keys.meaning(getLastBinding(), binding, this::readCharacter);
  }

  private void bindKeys(KeyMap<Binding> map) {
    getWidgets().put(INTERRUPT, this::interrupt); // By name, so that it ends a list and a search.
    map.bind(new Reference(INTERRUPT), KeyMap.ctrl('C'));
    map.bind(Keys.NOTHING, KeyMap.ctrl('\\'));
    // An external editor would hold up arriving messages and their senders.
    map.unbind(KeyMap.translate("^X^E"));
    map.bind(new Reference(SELF_INSERT), ")", "]", "}");
  }

  // JLine calls this for a paste alone.
  @Override
  protected String doReadStringUntil(String end) {
    return super.doReadStringUntil(end).replace("\r\n", "\n");
  }

  @Override
  public boolean beginPaste() {
    super.beginPaste();
    long lines = LINE_BREAKS_AT_END.matcher(buf.toString()).replaceFirst("").lines().count();
    if (lines > MAX_LINES_WITHOUT_HINT) {
      String sentence = lines + " lines; Enter sends them as one text, Ctrl-C drops them";
      hint = () -> new AttributedString(sentence);
      post = hint;
    }
    return true;
  }

  /**
   * Gives the terminal back to the shell, stops with all of this job, and goes on later. A process
   * that no shell could continue does not stop.
   */
  private void suspend(Signal signal) {
    continued = new CountDownLatch(1);
    lock.lock();
    try {
      release();
      terminal.setAttributes(before);
    } finally {
      lock.unlock();
    }
    terminal.handle(Signal.TSTP, SignalHandler.SIG_DFL);
    try {
      ProcessTerminal.stopProcess();
      terminal.handle(Signal.TSTP, this::suspend);
      if (isReading() && !continued.await(CONTINUED_MILLIS, TimeUnit.MILLISECONDS)) {
        handleSignal(Signal.CONT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // A block of lines that was pasted usually ends in a line break, which nobody means to send.
  @Override
  protected String finish(String line) {
    return super.finish(LINE_BREAKS_AT_END.matcher(line).replaceFirst(""));
  }

  private boolean interrupt() {
    throw new CtrlC(getBuffer().toString());
  }

  private void takeKeyboard() {
    terminal.enterRawMode();
    Attributes keys = terminal.getAttributes();
    keys.setControlChar(ControlChar.VINTR, DISABLED);
    keys.setControlChar(ControlChar.VQUIT, DISABLED);
    terminal.setAttributes(keys);
  }
}
