package chat.moebi.name;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names a room: {@code #dogs}.
 *
 * @param name 1 to 31 of {@code a-z 0-9 _ -}, without the {@code #}
 */
public record RoomName(String name) implements Comparable<RoomName> {

  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,31}");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public RoomName {
    if (!NAME.matcher(name).matches()) {
      throw notRoom("#" + name);
    }
  }

  /**
   * Reads {@code #NAME}.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static RoomName parse(String text) {
    if (!isRoom(text)) {
      throw notRoom(text);
    }
    return new RoomName(text.substring(1));
  }

  /** Whether the text begins as the name of a room does, and names no node. */
  public static boolean isRoom(String text) {
    return text.startsWith("#");
  }

  /** Whether the text is the name of a room. */
  public static boolean isName(String text) {
    return isRoom(text) && NAME.matcher(text).region(1, text.length()).matches();
  }

  @JsonValue
  @Override
  public String toString() {
    return "#" + name;
  }

  @Override
  public int compareTo(RoomName other) {
    return name.compareTo(other.name);
  }

  private static IllegalArgumentException notRoom(String text) {
    String shown = text.length() <= 80 ? text : text.substring(0, 80) + "...";
    String meant = (isRoom(text) ? text : "#" + text).toLowerCase(Locale.ROOT);
    String form = isName(meant) ? meant : "#NAME, where NAME is 1 to 31 of a-z 0-9 _ -";
    return new IllegalArgumentException("\"" + shown + "\" is not a room; write " + form);
  }
}
