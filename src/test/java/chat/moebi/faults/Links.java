package chat.moebi.faults;

import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.actor.ExtendedActorSystem;
import akka.remote.RemoteActorRefProvider;
import akka.remote.testkit.Blackhole$;
import akka.remote.testkit.Direction;
import akka.remote.testkit.SetThrottle;
import akka.remote.testkit.ThrottleMode;
import akka.remote.testkit.Unthrottled$;
import chat.moebi.cluster.PeerAddress;
import java.util.HashSet;
import java.util.Set;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;

/**
 * Cuts the links from a node to others, as Akka's test conductor does: the transport drops all
 * messages. The connections stay open, as when a cable is pulled. Thread-safe.
 *
 * <p>The conductor itself can only cut the links of its own ActorSystem. A node has another
 * ActorSystem, and a fresh one when it rejoins; the fresh one is cut off like the one before.
 */
final class Links {

  private final Set<Address> cut = new HashSet<>();
  private ActorSystem system;

  /** Takes the node's current ActorSystem, before that has joined others. */
  synchronized void of(ActorSystem current) {
    system = current;
    cut.forEach(address -> set(address, Blackhole$.MODULE$));
  }

  /** Cuts the link to the address {@code HOST:PORT}. */
  synchronized void cut(String hostAndPort) {
    Address address = PeerAddress.at(hostAndPort);
    cut.add(address);
    if (system != null) {
      set(address, Blackhole$.MODULE$);
    }
  }

  /** Heals all links. */
  synchronized void heal() {
    cut.forEach(address -> set(address, Unthrottled$.MODULE$));
    cut.clear();
  }

  private void set(Address address, ThrottleMode mode) {
    RemoteActorRefProvider provider =
        (RemoteActorRefProvider) ((ExtendedActorSystem) system).provider();
    try {
      Await.result(
          provider
              .transport()
              .managementCommand(new SetThrottle(address, Direction.bothDirection(), mode)),
          Duration.create("5 s"));
    } catch (Exception e) {
      throw new AssertionError("cannot set the link to " + address, e);
    }
  }
}
