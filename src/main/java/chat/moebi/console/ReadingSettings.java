package chat.moebi.console;

import com.typesafe.config.Config;
import java.util.Locale;

/**
 * How a terminal shows messages: the settings under {@code chat.console}.
 *
 * @param times messages have the time before them
 * @param presence of which nodes the terminal says that they come and go
 * @param bell for which texts the terminal rings
 */
public record ReadingSettings(boolean times, Presence presence, Bell bell) {

  /** The nodes of which the terminal says that they come and go. */
  public enum Presence {
    ALL,
    /** Nodes that this node has exchanged texts with. */
    SMART,
    OFF
  }

  /** The texts for which the terminal rings. */
  public enum Bell {
    OFF,
    /** Texts for this node alone. */
    ADDRESSED
  }

  /** Reads the settings of a configuration that has been checked. */
  public static ReadingSettings of(Config config) {
    Config console = config.getConfig("chat.console");
    return new ReadingSettings(
        console.getBoolean("times"),
        Presence.valueOf(console.getString("presence").toUpperCase(Locale.ROOT)),
        Bell.valueOf(console.getString("bell").toUpperCase(Locale.ROOT)));
  }
}
