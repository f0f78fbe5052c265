package chat.moebi.cluster;

import akka.cluster.Member;
import chat.moebi.name.NodeName;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the names of nodes from the roles of members: a node bears its name as the role {@code
 * node:kate@localhost}.
 *
 * <p>A role comes from another node, perhaps of another version. A role that is not a name to this
 * node is ignored, with one warning for each member. Not thread-safe.
 */
public final class NameRoles {

  private static final Logger LOG = LoggerFactory.getLogger(NameRoles.class);

  /** Akka keeps {@code dc-} for itself. */
  private static final String PREFIX = "node:";

  private static final int REMEMBERED = 256;

  private final RecentSet<Long> reported = new RecentSet<>(REMEMBERED);

  /** The role of a node of that name. */
  public static String of(NodeName name) {
    return PREFIX + name;
  }

  /** Whether a member bears a name that this node can read. */
  static boolean isNamed(Member member) {
    return find(member, failure -> {}).isPresent();
  }

  /** The name of a member; empty if it bears none, or none that this node can read. */
  Optional<NodeName> nameOf(Member member) {
    return find(member, failure -> report(member, failure));
  }

  private static Optional<NodeName> find(
      Member member, Consumer<IllegalArgumentException> onFailure) {
    for (String role : member.getRoles()) {
      if (role.startsWith(PREFIX)) {
        try {
          return Optional.of(NodeName.parse(role.substring(PREFIX.length())));
        } catch (IllegalArgumentException e) {
          onFailure.accept(e);
        }
      }
    }
    return Optional.empty();
  }

  private void report(Member member, IllegalArgumentException failure) {
    long uid = member.uniqueAddress().longUid();
    if (!reported.contains(uid)) {
      reported.add(uid);
      LOG.warn("ignores the member at {}: {}", member.address(), failure.getMessage());
    }
  }
}
