package chat.moebi.cluster;

import akka.cluster.Member;
import akka.cluster.MemberStatus;

/** Reads the status of members of the cluster. */
final class Members {

  private Members() {}

  /** Returns whether a member is joining or has joined, and is not leaving. */
  static boolean isIn(Member member) {
    MemberStatus status = member.status();
    return status.equals(MemberStatus.joining())
        || status.equals(MemberStatus.weaklyUp())
        || status.equals(MemberStatus.up());
  }
}
