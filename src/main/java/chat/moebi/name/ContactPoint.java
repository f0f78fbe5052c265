package chat.moebi.name;

import chat.moebi.name.NodeException.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An address at which a node of another host may be found: {@code kate.example:2551}, {@code
 * [::1]:2551}.
 *
 * @param host a DNS name or an IP literal, in lower case, as that node's own {@code --host} has it
 * @param port 1 to 65535
 */
public record ContactPoint(String host, int port) {

  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]\\s]+):(\\d{1,5})");
  private static final Pattern LITERAL = Pattern.compile("\\[.*]|[\\d.]+");
  private static final int HIGHEST_PORT = 65_535;

  /**
   * Reads {@code HOST:PORT}.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static ContactPoint parse(String text) {
    Matcher parts = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    int port = parts.matches() ? Integer.parseInt(parts.group(2)) : 0;
    if (port < 1 || port > HIGHEST_PORT || !isHost(parts.group(1))) {
      throw new IllegalArgumentException(
          "\"" + text.strip() + "\" is no contact point; write HOST:PORT, as in kate.example:2551");
    }
    return new ContactPoint(parts.group(1), port);
  }

  /** Returns, without a look-up, whether it is on the loopback interface of this host. */
  public boolean isLoopback() {
    if (host.equals("localhost") || !LITERAL.matcher(host).matches()) {
      return host.equals("localhost");
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  // Akka's addresses hold no other host, so no node has one.
  private static boolean isHost(String host) {
    try {
      return new URI("akka://" + host).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /**
   * Reads texts of one or more, with commas; each is returned once.
   *
   * @throws NodeException with a sentence for the user
   */
  public static List<ContactPoint> parseAll(List<String> texts) {
    try {
      return texts.stream()
          .flatMap(text -> Stream.of(text.split(",")))
          .filter(text -> !text.isBlank())
          .map(ContactPoint::parse)
          .distinct()
          .toList();
    } catch (IllegalArgumentException e) {
      throw new NodeException(Reason.INVALID, e.getMessage());
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
