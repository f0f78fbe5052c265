package chat.moebi.console;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/** What a user typed before this program read the keys, and the system echoed. */
final class TypedAhead {

  private TypedAhead() {}

  /**
   * Reads what was typed ahead at the terminal of this process, and takes its echo off the screen.
   *
   * @param before the attributes of the terminal while it was typed
   */
  static String take(Terminal terminal, Attributes before) throws IOException {
    InputStream in = new FileInputStream(FileDescriptor.in); // System.in might read more.
    byte[] keys = new byte[in.available()];
    int length = keys.length == 0 ? 0 : Math.max(0, in.read(keys));
    String typed = new String(keys, 0, length, StandardCharsets.UTF_8);
    if (!typed.isEmpty() && before.getLocalFlag(LocalFlag.ECHO)) {
      terminal.puts(Capability.carriage_return);
      int rows = rowsAbove(echoed(typed), terminal.getWidth());
      if (rows == 0 || terminal.puts(Capability.parm_up_cursor, rows)) {
        terminal.puts(Capability.clr_eos);
      }
      terminal.flush();
    }
    return typed;
  }

  /**
   * Returns the part of a text that was typed after the shell had given the terminal back: the
   * system ends the lines of that part with a line feed. A shell echoes nothing while a program
   * starts.
   */
  static String echoed(String typed) {
    return typed.substring(typed.lastIndexOf('\r') + 1);
  }

  /** Returns how many rows of an echo stand above the cursor. */
  static int rowsAbove(String echo, int columns) {
    List<String> lines = List.of(echo.split("\n", -1));
    int rows = 0;
    for (String line : lines) {
      rows += Math.max(1, (Columns.usual(line) + columns - 1) / Math.max(1, columns));
    }
    return rows - 1;
  }
}
