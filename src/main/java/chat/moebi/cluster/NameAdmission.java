package chat.moebi.cluster;

import chat.moebi.cluster.JoiningProtocol.AskToJoin;
import chat.moebi.cluster.JoiningProtocol.JoinAnswer;
import chat.moebi.cluster.JoiningProtocol.Later;
import chat.moebi.cluster.JoiningProtocol.NameTaken;
import chat.moebi.cluster.JoiningProtocol.Welcome;
import chat.moebi.cluster.KnownNode.Contest;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Decides whether a newcomer may join under its name: no living node may have it. */
final class NameAdmission {

  /** How long a newcomer waits for Akka to remove its former incarnation. */
  private static final Duration REMOVAL_TIMEOUT = Duration.ofSeconds(2);

  private final MembershipContext context;
  private final Reachability reachability;
  private final DeathDetection deaths;
  private final Departures departures;

  NameAdmission(
      MembershipContext context,
      Reachability reachability,
      DeathDetection deaths,
      Departures departures) {
    this.context = context;
    this.reachability = reachability;
    this.deaths = deaths;
    this.departures = departures;
  }

  JoinAnswer answer(AskToJoin ask) {
    List<KnownNode> bearers =
        context.nodes().values().stream()
            .filter(n -> n.name.equals(ask.name()) && n.incarnation != ask.incarnation())
            .toList();
    NodeName self = context.settings().name();
    boolean isTaken = ask.name().equals(self);
    List<KnownNode> undecided = new ArrayList<>();
    for (KnownNode bearer : bearers.stream().filter(KnownNode::isReachable).toList()) {
      Contest contest = bearer.contest();
      isTaken = isTaken || contest == Contest.KEPT;
      if (contest == Contest.UNDECIDED) {
        undecided.add(bearer);
      }
    }
    if (isTaken) {
      return new NameTaken(ask.name());
    } else if (!undecided.isEmpty()) {
      // A node that died a moment ago still looks alive: it must answer, or the registry decides.
      undecided.forEach(reachability::sayHello);
      deaths.checkRegistryNow();
      return new Later(self);
    }
    bearers.forEach(departures::down);
    if (bearers.stream().anyMatch(bearer -> isInTheWay(bearer, ask))) {
      context.nodes().values().stream()
          .filter(node -> node.isSilentFor(REMOVAL_TIMEOUT))
          .forEach(departures::down);
    }
    return new Welcome(self);
  }

  // Akka admits nobody at the address of a member that it has not removed, and removes no member
  // while another one is unreachable and not down.
  private boolean isInTheWay(KnownNode bearer, AskToJoin ask) {
    return bearer.downed.isOver(REMOVAL_TIMEOUT)
        && bearer.address.equals(ask.replyTo().path().address())
        && departures.isMember(bearer);
  }
}
