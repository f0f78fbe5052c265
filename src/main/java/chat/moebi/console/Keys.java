package chat.moebi.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.Widget;

/**
 * The keys of a line editor. Control sequences are looked up as a whole, so that a key without a
 * meaning types nothing.
 */
final class Keys {

  static final Widget NOTHING = () -> true;

  private static final String CSI = "\033[";
  private static final String SS3 = "\033O";

  /** Bound to the beginning of each control sequence. */
  private static final Widget SEQUENCE = () -> true;

  /** The control sequences that terminals send for keys, whatever their descriptions say. */
  private static final Map<String, List<String>> SEQUENCES =
      Map.of(
          LineReader.UP_LINE_OR_SEARCH, List.of(CSI + "A", SS3 + "A"),
          LineReader.DOWN_LINE_OR_SEARCH, List.of(CSI + "B", SS3 + "B"),
          LineReader.FORWARD_CHAR, List.of(CSI + "C", SS3 + "C"),
          LineReader.BACKWARD_CHAR, List.of(CSI + "D", SS3 + "D"),
          LineReader.BEGINNING_OF_LINE,
              List.of(CSI + "H", SS3 + "H", CSI + "1~", CSI + "7~", CSI + "1;5H", CSI + "7^"),
          LineReader.END_OF_LINE,
              List.of(CSI + "F", SS3 + "F", CSI + "4~", CSI + "8~", CSI + "1;5F", CSI + "8^"),
          LineReader.DELETE_CHAR, List.of(CSI + "3~"),
          LineReader.FORWARD_WORD, List.of(CSI + "1;3C", CSI + "1;5C", CSI + "5C", SS3 + "c"),
          LineReader.BACKWARD_WORD, List.of(CSI + "1;3D", CSI + "1;5D", CSI + "5D", SS3 + "d"));

  private final KeyMap<Binding> map = new KeyMap<>();
  private final Map<String, Binding> sequences = new HashMap<>();

  /** Takes over the keys of another map. */
  Keys(KeyMap<Binding> usual) {
    map.setUnicode(usual.getUnicode());
    map.setAmbiguousTimeout(usual.getAmbiguousTimeout());
    usual
        .getBoundKeys()
        .forEach(
            (name, binding) -> {
              if (name.startsWith(CSI) || name.startsWith(SS3)) {
                sequences.put(name, binding);
              } else {
                map.bind(binding, name);
              }
            });
    SEQUENCES.forEach(
        (widget, names) -> names.forEach(name -> sequences.put(name, new Reference(widget))));
    map.bind(SEQUENCE, CSI, SS3);
  }

  /** Returns the keys and the beginnings of control sequences. */
  KeyMap<Binding> map() {
    return map;
  }

  /**
   * Returns what a key means. If the key begins a control sequence, reads the rest of it.
   *
   * @param key the key
   * @param binding what the map has for it
   * @param next reads the next character; negative at the end of the input
   */
  Binding meaning(String key, Binding binding, IntSupplier next) {
    return binding == SEQUENCE ? sequences.getOrDefault(sequence(key, next), NOTHING) : binding;
  }

  private static String sequence(String begin, IntSupplier characters) {
    StringBuilder sequence = new StringBuilder(begin);
    boolean goesOn = true;
    while (goesOn) {
      int next = characters.getAsInt();
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
}
