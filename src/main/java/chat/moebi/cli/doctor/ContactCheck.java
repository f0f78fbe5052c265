package chat.moebi.cli.doctor;

import chat.moebi.cluster.ClusterSettings;
import chat.moebi.cookie.TlsProbe;
import chat.moebi.name.ContactPoint;
import chat.moebi.name.NodeException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** Checks the contact points of {@code --join}: each has to be a node of the same cookie. */
public final class ContactCheck {

  private static final String JOIN = "join";
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private ContactCheck() {}

  /**
   * Checks all contact points at once but the node's own.
   *
   * @param comparesCookies whether the settings hold the node's cookie, or one that differs from
   *     those of all nodes as the node's will
   */
  public static List<Finding> check(ClusterSettings settings, boolean comparesCookies) {
    settings.credentials().prepare(); // Else the first probe would spend its time on it.
    return settings.contacts().parallelStream()
        .filter(contact -> !isOwn(contact, settings))
        .map(contact -> check(contact, settings, comparesCookies))
        .toList();
  }

  private static boolean isOwn(ContactPoint contact, ClusterSettings settings) {
    return contact.port() == settings.port() && contact.host().equals(settings.name().host());
  }

  private static Finding check(
      ContactPoint contact, ClusterSettings settings, boolean comparesCookies) {
    InetAddress address;
    try {
      address = InetAddress.getByName(contact.host());
    } catch (UnknownHostException e) {
      return Finding.fault(
          JOIN, "cannot find the host " + contact.host() + "; check its spelling in --join");
    }
    return switch (TlsProbe.of(
        settings.credentials(), new InetSocketAddress(address, contact.port()), TIMEOUT)) {
      case FINE -> Finding.ok(JOIN, contact + " answers");
      case OTHER_COOKIE ->
          comparesCookies
              ? Finding.fault(JOIN, NodeException.differentCookie(contact.toString()))
              : Finding.ok(JOIN, contact + " answers; its cookie was not compared");
      case NO_NODE ->
          Finding.fault(JOIN, contact + " is no node of the chat; check --join, and --port there");
      case NOBODY ->
          Finding.fault(
              JOIN, "nobody answers at " + contact + "; start a node there, or open its port");
    };
  }
}
