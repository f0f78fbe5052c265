package chat.moebi.console;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jline.reader.LineReader;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.InfoCmp.Capability;

/** JLine's line reader, with a {@link Draft} instead of JLine's display. */
abstract class DraftReader extends LineReaderImpl {

  /** How long the end of the process may wait for a line that is being shown. */
  private static final long LEAVE_MILLIS = 200;

  private final Draft draft;
  private final boolean isPlain;

  /** Whether typed characters are to be drawn; else the user sees them already. */
  private final boolean isEchoing;

  private boolean hasLeft;

  DraftReader(Terminal terminal) throws IOException {
    super(terminal);
    isPlain = ProcessTerminal.isPlain(terminal);
    isEchoing =
        !isPlain
            || !ProcessTerminal.readsLines(terminal)
                && terminal.getAttributes().getLocalFlag(LocalFlag.ECHO);
    draft =
        isPlain
            ? new PlainDraft(terminal, isEchoing)
            : new ScreenDraft(terminal, ProcessTerminal.isReflowing(System.getenv()));
    option(LineReader.Option.BRACKETED_PASTE, !isPlain);
    setVariable(LineReader.TAB_WIDTH, Columns.TAB);
  }

  /** Whether a line that was typed can be taken off the screen. */
  final boolean canErase() {
    return !isPlain;
  }

  final boolean isEchoing() {
    return isEchoing;
  }

  @Override
  public boolean redrawLine() {
    draft.forget();
    return true;
  }

  @Override
  public boolean clear() {
    draft.erase();
    return true;
  }

  @Override
  protected void redisplay(boolean flush) {
    lock.lock();
    try {
      if (skipRedisplay) {
        skipRedisplay = false;
      } else if (!hasLeft) {
        // A list of candidates that is too long is printed by this call.
        AttributedString below = post == null ? null : post.get();
        draw(below);
        if (flush) {
          terminal.flush();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void draw(AttributedString below) {
    AttributedStringBuilder text = new AttributedStringBuilder().tabs(getTabWidth());
    text.append(prompt);
    if (isEchoing) {
      text.append(shown(buf.upToCursor()));
    }
    int cursor = text.length();
    if (isEchoing) {
      text.append(shown(buf.substring(buf.cursor())));
    }
    if (below != null) {
      text.append("\n").append(below);
    }
    draft.draw(text.toAttributedString(), cursor);
  }

  private String shown(String part) {
    return maskingCallback == null ? part : maskingCallback.display(part);
  }

  @Override
  public void printAbove(String lines) {
    lock.lock();
    try {
      if (reading) {
        draft.erase();
      }
      terminal.writer().println(lines);
      if (reading) {
        redisplay(false);
      }
      terminal.flush();
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected synchronized void handleSignal(Signal signal) {
    if (signal != Signal.WINCH) {
      super.handleSignal(signal);
      return;
    }
    lock.lock();
    try {
      size.copy(terminal.getBufferSize());
      redisplay();
    } finally {
      lock.unlock();
    }
  }

  /** Leaves the line as it is, and gives the terminal back; the cursor begins a new row. */
  final void release() {
    lock.lock();
    try {
      if (reading) {
        terminal.puts(Capability.keypad_local);
        if (isSet(LineReader.Option.BRACKETED_PASTE)) {
          terminal.writer().write(BRACKETED_PASTE_OFF);
        }
        draft.end();
        terminal.flush();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Does the same for good, because the process ends. What is shown later stands below. */
  final void leave() throws InterruptedException {
    if (lock.tryLock(LEAVE_MILLIS, TimeUnit.MILLISECONDS)) {
      try {
        release();
        hasLeft = true;
        reading = false;
      } finally {
        lock.unlock();
      }
    }
  }
}
