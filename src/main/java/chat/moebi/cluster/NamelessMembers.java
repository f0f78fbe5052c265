package chat.moebi.cluster;

import static java.util.stream.Collectors.toSet;

import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Down;
import chat.moebi.cluster.AwakeTime.Stopwatch;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members whose names this version cannot read. They are ignored, with one warning each, and
 * downed when they have been unreachable for {@code chat.cluster.forget-after}. Nothing else would
 * remove a dead one, and whatever needs the agreement of all members would wait for it.
 */
final class NamelessMembers {

  private static final Logger LOG = LoggerFactory.getLogger(NamelessMembers.class);

  private final MembershipContext context;

  /** The members, and for how long each has been unreachable. */
  private final Map<UniqueAddress, Stopwatch> members = new HashMap<>();

  NamelessMembers(MembershipContext context) {
    this.context = context;
  }

  void add(Member member, IllegalArgumentException reason) {
    if (members.putIfAbsent(member.uniqueAddress(), context.time().stopwatch()) == null) {
      LOG.warn("ignores the member at {}: {}", member.address(), reason.getMessage());
    }
  }

  void remove(Member member) {
    members.remove(member.uniqueAddress());
  }

  /** Downs members that have been unreachable for too long; called at regular intervals. */
  void downUnreachable() {
    if (members.isEmpty()) {
      return;
    }
    Set<UniqueAddress> unreachable =
        context.cluster().state().getUnreachable().stream()
            .map(Member::uniqueAddress)
            .collect(toSet());
    members.forEach(
        (member, unreachableFor) -> {
          if (!unreachable.contains(member)) {
            unreachableFor.stop();
          } else if (!unreachableFor.startIfStopped()
              && unreachableFor.isOver(context.settings().forgetAfter())) {
            unreachableFor.start(); // Not downed again at once.
            LOG.info("downing the member without a name at {}", member.address());
            context.cluster().manager().tell(Down.apply(member.address()));
          }
        });
  }
}
