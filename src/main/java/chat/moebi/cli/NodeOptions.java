package chat.moebi.cli;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of each command that starts a node. */
final class NodeOptions {

  private final CommandSpec spec;
  private final CookieOptions cookie;
  private final Option<Path> file;

  /** Adds the options in the order of the help. */
  NodeOptions(CommandSpec spec, String defaultName) {
    this.spec = spec;
    Option.text(
        spec,
        "--name",
        "NAME[@HOST]",
        "The node's name: 1 to 63 letters, digits, _ and -" + defaultName + ".");
    Option.text(
        spec,
        "--host",
        "HOST",
        "The host part of the name, and the address that other nodes reach it by (localhost).");
    Option.text(spec, "--bind", "ADDRESS", "The local address to listen on (the host).");
    Option.of(spec, Integer.class, "--port", "PORT", "The port to listen on (any free one).");
    Option.texts(
        spec,
        "--join",
        "HOST:PORT",
        "Contact points on other hosts, with commas or repeated; the same list may be given to"
            + " every node. Needs --host, or NAME@HOST.");
    cookie = new CookieOptions(spec);
    file = Option.path(spec, "--config", "FILE", "HOCON laid over the built-in configuration.");
    Option.text(
        spec,
        "--functions",
        "DIR",
        "A directory of jars with functions of one's own, for /spawn and /task.");
    Option.of(
        spec,
        OnOff.class,
        "--history",
        "on|off",
        "Whether texts rest on disk, to be listed, and kept for nodes that are away (on).");
  }

  /** The values of a flag that switches something. */
  private enum OnOff {
    on,
    off
  }

  /** Combines the options with the other layers of the configuration. */
  Config config(Map<String, String> environment) {
    Map<String, Object> flags = new HashMap<>();
    for (String name : Configuration.NAMES) {
      OptionSpec option = spec.findOption("--" + name);
      Object value = option == null ? null : option.getValue();
      if (value != null) {
        flags.put(Configuration.path(name), value instanceof OnOff ? value.toString() : value);
      }
    }
    return Configuration.of(flags, environment, file.value().orElse(null));
  }

  CookieOptions cookie() {
    return cookie;
  }
}
