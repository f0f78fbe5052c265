package chat.moebi.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.MaskingCallback;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.OSUtils;

/**
 * JLine's line editor with the keys of a chat. Ctrl-C and Ctrl-\ are keys, not signals. The
 * terminal echoes nothing between two lines. Keys without a meaning type nothing.
 */
final class LineEditor extends LineReaderImpl {

  /** The value of a control character of the terminal that is switched off. */
  private static final int DISABLED = OSUtils.IS_LINUX ? 0 : 0xff;

  private static final String CSI = "\033[";
  private static final String SS3 = "\033O";
  private static final Pattern LINE_BREAKS_AT_END = Pattern.compile("\\n+\\z");
  private static final Widget NOTHING = () -> true;

  /** Bound to the beginning of each control sequence. */
  private static final Widget SEQUENCE = () -> true;

  /** The control sequences that terminals send for keys, whatever their descriptions say. */
  private static final Map<String, List<String>> SEQUENCES =
      Map.of(
          UP_LINE_OR_SEARCH, List.of(CSI + "A", SS3 + "A"),
          DOWN_LINE_OR_SEARCH, List.of(CSI + "B", SS3 + "B"),
          FORWARD_CHAR, List.of(CSI + "C", SS3 + "C"),
          BACKWARD_CHAR, List.of(CSI + "D", SS3 + "D"),
          BEGINNING_OF_LINE,
              List.of(CSI + "H", SS3 + "H", CSI + "1~", CSI + "7~", CSI + "1;5H", CSI + "7^"),
          END_OF_LINE,
              List.of(CSI + "F", SS3 + "F", CSI + "4~", CSI + "8~", CSI + "1;5F", CSI + "8^"),
          DELETE_CHAR, List.of(CSI + "3~"),
          FORWARD_WORD, List.of(CSI + "1;3C", CSI + "1;5C", CSI + "5C", SS3 + "c"),
          BACKWARD_WORD, List.of(CSI + "1;3D", CSI + "1;5D", CSI + "5D", SS3 + "d"));

  private final Map<String, Binding> sequences = new HashMap<>();
  private final MaskingCallback visible;
  private final InputHistory input;
  private Predicate<String> isErased = line -> false;

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
    this.visible = terminal.getType().startsWith(Terminal.TYPE_DUMB) ? null : new VisibleControls();
    getKeyMaps().put(MAIN, keysOfAChat(getKeyMaps().get(MAIN)));
    this.input = new InputHistory(this, file, notes);
    setHistory(input);
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
    takeKeyboard(); // If this program was suspended, the shell has had it.
    try {
      String line = readLine(prompt, null, visible, null);
      input.keep();
      return line;
    } catch (EndOfFileException e) {
      throw getLastBinding() == null ? e : new CtrlD();
    }
  }

  /** Takes lines off the screen at Enter: those that are shown in another form. */
  void eraseIf(Predicate<String> isShownOtherwise) {
    isErased = isShownOtherwise;
  }

  @Override
  protected void cleanup() {
    // A dumb terminal cannot erase.
    boolean isToErase = state == State.DONE && visible != null && isErased.test(buf.toString());
    option(LineReader.Option.ERASE_LINE_ON_FINISH, isToErase);
    super.cleanup();
  }

  @Override
  protected synchronized void handleSignal(Signal signal) {
    if (signal == Signal.CONT) {
      takeKeyboard();
    }
    super.handleSignal(signal);
  }

  // JLine would redraw the whole line after each character of a paste.
  @Override
  protected boolean selfInsert() {
    boolean isDone = super.selfInsert();
    // On a dumb terminal JLine draws a line only once, at its end.
    skipRedisplay = visible != null && bindingReader.peekCharacter(1) >= 0;
    return isDone;
  }

  @Override
  public Binding readBinding(KeyMap<Binding> keys, KeyMap<Binding> local) {
    Binding binding = super.readBinding(keys, local);
    input.open();
    return binding == SEQUENCE ? sequences.getOrDefault(readSequence(), NOTHING) : binding;
  }

  private String readSequence() {
    StringBuilder sequence = new StringBuilder(getLastBinding());
    boolean goesOn = true;
    while (goesOn) {
      int next = readCharacter();
      if (next < 0) {
        return ""; // The next key is the end of the input.
      }
      // The function keys of the Linux console send CSI, a second bracket, and a letter.
      boolean isConsole = next == '[' && sequence.toString().equals(CSI);
      sequence.appendCodePoint(next);
      goesOn = isConsole || sequence.indexOf(CSI) == 0 && next >= 0x20 && next < 0x40;
    }
    return sequence.toString();
  }

  private KeyMap<Binding> keysOfAChat(KeyMap<Binding> usual) {
    KeyMap<Binding> keys = new KeyMap<>();
    keys.setUnicode(usual.getUnicode());
    keys.setAmbiguousTimeout(usual.getAmbiguousTimeout());
    usual
        .getBoundKeys()
        .forEach(
            (name, binding) -> {
              if (name.startsWith(CSI) || name.startsWith(SS3)) {
                sequences.put(name, binding);
              } else {
                keys.bind(binding, name);
              }
            });
    SEQUENCES.forEach(
        (widget, names) -> names.forEach(name -> sequences.put(name, new Reference(widget))));
    keys.bind(SEQUENCE, CSI, SS3);
    keys.bind((Widget) this::interrupt, KeyMap.ctrl('C'));
    keys.bind(NOTHING, KeyMap.ctrl('\\'));
    // An external editor would hold up arriving messages and their senders.
    keys.unbind(KeyMap.translate("^X^E"));
    keys.bind(new Reference(SELF_INSERT), ")", "]", "}");
    return keys;
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

  /** Shows the control characters of a typed line as its recipient sees them. */
  private static final class VisibleControls implements MaskingCallback {
    @Override
    public String display(String line) {
      return Stream.of(line.split("\n", -1))
          .map(Escape::controls)
          .collect(Collectors.joining("\n"));
    }

    @Override
    public String history(String line) {
      return line;
    }
  }
}
