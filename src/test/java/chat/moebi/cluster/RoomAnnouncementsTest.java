package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.AddressFromURIString;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RoomAnnouncementsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AwakeTime time = new AwakeTime(() -> 0, SECOND);
  private final KnownNode kate =
      new KnownNode(
          NodeName.parse("kate@localhost"),
          1,
          AddressFromURIString.parse("akka://chat@localhost:4711"),
          null,
          SECOND,
          time);
  private final List<KnownNode> greeted = new ArrayList<>();
  private final RoomAnnouncements rooms =
      new RoomAnnouncements(
          new MembershipContext(null, null, time, Map.of(kate.incarnation, kate)), greeted::add);

  @Test
  void aChangeIsKnownWhenTheOthersHaveAnswered() {
    CompletableFuture<Done> known = new CompletableFuture<>();
    kate.heard();
    rooms.announce(known);
    assertThat(greeted).containsExactly(kate);
    assertThat(known).isNotDone();
    kate.answered(kate.helloSent());
    rooms.completeKnown();
    assertThat(known).isDone();
  }

  @Test
  void aChangeThatNobodyWaitsForAnyMoreIsForgotten() {
    List<Done> completions = new ArrayList<>();
    CompletableFuture<Done> known =
        new CompletableFuture<>() {
          @Override
          public boolean complete(Done done) {
            completions.add(done);
            return super.complete(done);
          }
        };
    kate.heard();
    rooms.announce(known);
    known.complete(Done.getInstance()); // As after a timeout.
    rooms.completeKnown();
    kate.answered(kate.helloSent());
    rooms.completeKnown();
    assertThat(completions).hasSize(1);
  }
}
