package chat.moebi.cluster;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.typed.ActorRef;
import java.util.Optional;
import scala.jdk.javaapi.OptionConverters;

/** The Akka addresses of nodes, {@code akka://chat@HOST:PORT}. */
public final class PeerAddress {

  private static final int MAX_PORT = 65_535;

  /** The ActorSystem's name, the same on every node: it is a part of each address. */
  public static final String SYSTEM = "chat";

  private PeerAddress() {}

  /** Returns the Akka address of the node that is at {@code HOST:PORT}. */
  public static Address at(String hostAndPort) {
    return AddressFromURIString.parse("akka://" + SYSTEM + "@" + hostAndPort);
  }

  /** Returns {@code HOST:PORT} of an address. */
  public static String hostAndPort(Address address) {
    String text = address.hostPort();
    return text.substring(text.indexOf('@') + 1);
  }

  /** The address of an actor's node; empty if no node can listen there. */
  static Optional<Address> of(ActorRef<?> actor) {
    return Optional.of(actor.path().address()).filter(PeerAddress::isUsable);
  }

  /** Reads {@code HOST:PORT}; empty if it is no address, or no node can listen there. */
  static Optional<Address> parse(String hostAndPort) {
    String uri = "akka://" + SYSTEM + "@" + hostAndPort;
    return OptionConverters.toJava(AddressFromURIString.unapply(uri)).filter(PeerAddress::isUsable);
  }

  /** Whether a node can listen at an address. */
  static boolean isUsable(Address address) {
    return address.getHost().filter(host -> !host.isBlank()).isPresent()
        && address.getPort().filter(port -> port > 0 && port <= MAX_PORT).isPresent();
  }

  /** Whether an address comes before another: of two nodes that start, the lower one goes first. */
  static boolean isLower(Address one, Address other) {
    return one.hostPort().compareTo(other.hostPort()) < 0;
  }
}
