package chat.moebi.name;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names a node: {@code kate@localhost}, as in Erlang.
 *
 * @param name 1 to 63 of {@code A-Z a-z 0-9 _ -}, the first a letter or digit
 * @param host a DNS name or an IP literal, in lower case
 */
public record NodeName(String name, String host) implements Comparable<NodeName> {

  /** The host part of a name that is written without one, unless a node is told another. */
  public static final String DEFAULT_HOST = "localhost";

  private static final int LONGEST_NAME = 63;
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern DNS_OR_IPV4 = Pattern.compile(LABEL + "(\\." + LABEL + ")*\\.?");
  private static final Pattern MAY_BE_IPV6 = Pattern.compile("[0-9a-f]*:[0-9a-f:.]+");
  private static final int LONGEST_HOST = 253;

  /** Kept because a name is read for each message, and most names share few hosts. */
  private static volatile String lastGoodHost = "localhost";

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public NodeName {
    host = host.toLowerCase(Locale.ROOT);
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "\""
              + shortened(name)
              + "\" is not a node name; write NAME or NAME@HOST, where NAME is 1 to 63 letters,"
              + " digits, _ and -, and begins with a letter or digit");
    }
    if (!host.equals(lastGoodHost)) {
      check(host);
      lastGoodHost = host;
    }
  }

  // By hand: a name is read for each message, and a pattern's matcher takes 2 KiB.
  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isAlphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!isAlphanumeric && (i == 0 || c != '_' && c != '-')) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= LONGEST_NAME;
  }

  private static void check(String host) {
    if (host.length() > LONGEST_HOST || !(DNS_OR_IPV4.matcher(host).matches() || isIpv6(host))) {
      throw new IllegalArgumentException(
          "\"" + shortened(host) + "\" is not a host; write a DNS name or an IP address");
    }
  }

  /**
   * Reads {@code NAME@HOST}, or {@code NAME} with the given host.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static NodeName parse(String text, String defaultHost) {
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    String host = at < 0 ? defaultHost : text.substring(at + 1);
    if (at == 0 && isName(text.substring(1).split("@", 2)[0])) {
      throw new IllegalArgumentException(
          "\""
              + shortened(text)
              + "\" is not a node name; write "
              + shortened(text.substring(1))
              + ", without the @ before it");
    }
    if (host.isEmpty() && isName(name)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" has no host; write NAME@HOST, as in kate@localhost");
    }
    return new NodeName(name, host);
  }

  /**
   * Reads {@code NAME@HOST}.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static NodeName parse(String text) {
    return parse(text, "");
  }

  /** Whether the text names a host too, and is no short name. */
  public static boolean isFull(String text) {
    return text.indexOf('@') >= 0;
  }

  @JsonValue
  @Override
  public String toString() {
    return name + "@" + host;
  }

  @Override
  public int compareTo(NodeName other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : host.compareTo(other.host);
  }

  private static boolean isIpv6(String host) {
    try {
      // A text of this form is read as an IPv6 literal, and never looked up.
      return MAY_BE_IPV6.matcher(host).matches() && InetAddress.getByName(host) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }
}
