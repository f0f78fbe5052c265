package chat.moebi.console;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.reader.MaskingCallback;

/** Shows the control characters of a typed line as its recipient sees them. */
final class VisibleControls implements MaskingCallback {

  @Override
  public String display(String line) {
    return Stream.of(line.split("\n", -1)).map(Escape::controls).collect(Collectors.joining("\n"));
  }

  @Override
  public String history(String line) {
    return line;
  }
}
