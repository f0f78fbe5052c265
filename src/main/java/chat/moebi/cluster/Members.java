package chat.moebi.cluster;

import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.ClusterEvent.MemberDowned;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import chat.moebi.name.NodeName;
import chat.moebi.registry.Registry;
import java.util.HashMap;
import java.util.Map;

/** Reads the roles of cluster members, which may come from nodes of any version. */
public final class Members {

  /** Akka reserves the prefix {@code dc-}. */
  private static final String NAME_ROLE = "node:";

  private static final String REGISTRY_ROLE = "registry:";

  private Members() {}

  /** Returns the role that bears a node's name, {@code node:kate@localhost}. */
  public static String nameRole(NodeName name) {
    return NAME_ROLE + name;
  }

  /** Returns the role of all nodes of a registry. */
  public static String registryRole(Registry registry) {
    return REGISTRY_ROLE + registry.id();
  }

  static boolean areOfOneRegistry(Member one, Member other) {
    return one.getRoles().stream()
        .anyMatch(role -> role.startsWith(REGISTRY_ROLE) && other.hasRole(role));
  }

  /**
   * Returns the name of a member.
   *
   * @throws IllegalArgumentException if the member has no name that this version can read
   */
  static NodeName nameOf(Member member) {
    return member.getRoles().stream()
        .filter(role -> role.startsWith(NAME_ROLE))
        .findFirst()
        .map(role -> NodeName.parse(role.substring(NAME_ROLE.length())))
        .orElseThrow(() -> new IllegalArgumentException("it has no name"));
  }

  static long incarnationOf(Member member) {
    return member.uniqueAddress().longUid();
  }

  /** Returns whether a member is joining or has joined, and is not leaving. */
  static boolean isIn(Member member) {
    MemberStatus status = member.status();
    return status.equals(MemberStatus.joining())
        || status.equals(MemberStatus.weaklyUp())
        || status.equals(MemberStatus.up());
  }

  /** Returns whether a member is leaving because it was downed. */
  static boolean wasDowned(MemberEvent event) {
    return event instanceof MemberDowned
        || (event instanceof MemberRemoved removed
            && removed.previousStatus().equals(MemberStatus.down()));
  }

  /** Returns the members that are not down or removed, by their incarnations. */
  static Map<Long, Member> byIncarnation(CurrentClusterState state) {
    Map<Long, Member> members = new HashMap<>();
    for (Member member : state.getMembers()) {
      MemberStatus status = member.status();
      if (!status.equals(MemberStatus.down()) && !status.equals(MemberStatus.removed())) {
        members.put(member.uniqueAddress().longUid(), member);
      }
    }
    return members;
  }
}
