package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.SendResult.Busy;
import chat.moebi.chat.SendResult.Completed;
import chat.moebi.chat.SendResult.DifferentCookie;
import chat.moebi.chat.SendResult.Failed;
import chat.moebi.chat.SendResult.Kept;
import chat.moebi.chat.SendResult.NoAnswer;
import chat.moebi.chat.SendResult.NoConnection;
import chat.moebi.chat.SendResult.NotInRoom;
import chat.moebi.chat.SendResult.TooLong;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupResultTest {

  private static final Optional<RoomName> DOGS = Optional.of(RoomName.parse("#dogs"));
  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final NodeName MOEBI = NodeName.parse("moebi@localhost");
  private static final NodeName ZOE = NodeName.parse("zoe@localhost");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @Test
  void countsTheNodesThatHaveShownTheText() {
    GroupResult result =
        GroupResult.of(DOGS, Map.of(KATE, new Completed(KATE), MOEBI, new Completed(MOEBI)));
    assertThat(result).isEqualTo(new GroupResult.Shown(2));
    assertThat(result.sentence()).isEqualTo("ok 2");
  }

  @Test
  void namesTheNodesThatHaveNotShownItWithTheReason() {
    GroupResult result =
        GroupResult.of(
            DOGS,
            Map.of(
                ZOE, new NoAnswer(ZOE, TIMEOUT),
                KATE, new Completed(KATE),
                ALEX, new Completed(ALEX)));
    assertThat(result.sentence())
        .isEqualTo("not shown by zoe@localhost (no answer within 5 s); shown by 2");
  }

  @Test
  void namesTheNodesOfOneReasonTogether() {
    GroupResult result =
        GroupResult.of(
            DOGS,
            Map.of(
                ZOE, new NoAnswer(ZOE, TIMEOUT),
                KATE, new Busy(KATE),
                ALEX, new NoAnswer(ALEX, TIMEOUT)));
    assertThat(result.sentence())
        .isEqualTo(
            "not shown by alex@localhost, zoe@localhost (no answer within 5 s),"
                + " kate@localhost (busy); shown by 0");
  }

  @Test
  void givesEachReason() {
    GroupResult result =
        GroupResult.of(
            DOGS,
            Map.of(
                ALEX, new NoConnection(ALEX),
                KATE, new Failed(KATE, "boom"),
                ZOE, new DifferentCookie(ZOE)));
    assertThat(result.sentence())
        .isEqualTo(
            "not shown by alex@localhost (no connection), kate@localhost (the task failed: boom),"
                + " zoe@localhost (a different cookie); shown by 0");
  }

  @Test
  void aNodeThatHasLeftTheRoomWasNotAddressed() {
    assertThat(GroupResult.of(DOGS, Map.of(KATE, new Completed(KATE), ZOE, new NotInRoom(ZOE))))
        .isEqualTo(new GroupResult.Shown(1));
    assertThat(GroupResult.of(DOGS, Map.of(ZOE, new NotInRoom(ZOE))))
        .isEqualTo(new GroupResult.NobodyElse(DOGS));
  }

  @Test
  void namesTheNodesThatTheTextIsKeptFor() {
    GroupResult result =
        GroupResult.of(
            DOGS, Map.of(ALEX, new Completed(ALEX), ZOE, new Kept(ZOE), KATE, new NotInRoom(KATE)));
    assertThat(result.sentence()).isEqualTo("ok 1, kept for zoe@localhost");
    assertThat(GroupResult.of(DOGS, Map.of(ZOE, new Kept(ZOE), KATE, new Kept(KATE))).sentence())
        .isEqualTo("ok 0, kept for kate@localhost, zoe@localhost");
    assertThat(
            GroupResult.of(
                    DOGS,
                    Map.of(ALEX, new Completed(ALEX), ZOE, new Kept(ZOE), KATE, new Busy(KATE)))
                .sentence())
        .isEqualTo("not shown by kate@localhost (busy); shown by 1, kept for zoe@localhost");
  }

  @Test
  void saysThatNobodyElseIsThere() {
    assertThat(GroupResult.of(DOGS, Map.of()).sentence()).isEqualTo("nobody else is in #dogs");
    assertThat(GroupResult.of(Optional.empty(), Map.of()).sentence())
        .isEqualTo("nobody else is here");
    assertThat(new GroupResult.Refused(new TooLong(70_000)).sentence())
        .isEqualTo("the message is too long: 70000 of at most 65536 bytes");
  }
}
