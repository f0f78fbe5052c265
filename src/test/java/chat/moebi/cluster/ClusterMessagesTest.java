package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import chat.moebi.cluster.JoiningProtocol.AskToJoin;
import chat.moebi.cluster.JoiningProtocol.FormFirst;
import chat.moebi.cluster.JoiningProtocol.Later;
import chat.moebi.cluster.JoiningProtocol.NameTaken;
import chat.moebi.cluster.JoiningProtocol.Welcome;
import chat.moebi.cluster.MembershipProtocol.Gone;
import chat.moebi.cluster.MembershipProtocol.Hello;
import chat.moebi.cluster.MembershipProtocol.HelloAck;
import chat.moebi.cluster.MergingProtocol.GiveWay;
import chat.moebi.cluster.MergingProtocol.Meet;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.testing.StartsActorSystem;
import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@StartsActorSystem
class ClusterMessagesTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final long INCARNATION = -7_046_029_254_386_353_131L;

  @Test
  void crossNodesUnchanged() {
    RoundTrip.check(
        "chat.moebi.cluster",
        kit -> {
          ActorRef<MembershipProtocol.Command> directory =
              kit.createTestProbe(MembershipProtocol.Command.class).getRef();
          ActorRef<JoiningProtocol.JoinAnswer> newcomer =
              kit.createTestProbe(JoiningProtocol.JoinAnswer.class).getRef();
          ActorRef<MergingProtocol.Command> merging =
              kit.createTestProbe(MergingProtocol.Command.class).getRef();
          return Stream.of(
              new Hello(KATE, INCARNATION, INCARNATION, 1_000_000_007L, directory, List.of()),
              new Hello(KATE, INCARNATION, 0, 1, directory, List.of("#cats", "#dogs")),
              new HelloAck(KATE, INCARNATION, 1_000_000_007L, 2, List.of()),
              new HelloAck(KATE, INCARNATION, 1, 2, List.of("#dogs")),
              new Gone(INCARNATION),
              new AskToJoin(KATE, INCARNATION, newcomer),
              new Welcome(KATE),
              new NameTaken(KATE),
              new Later(KATE),
              new FormFirst(KATE),
              new Meet(
                  KATE,
                  INCARNATION,
                  List.of(INCARNATION, 0L, Long.MAX_VALUE),
                  true,
                  false,
                  merging),
              new GiveWay(INCARNATION, "127.0.0.1:4711"));
        },
        "Hello.rooms",
        "HelloAck.rooms");
  }

  /** A hello decides whether a node can be reached, so nothing in it may make it unreadable. */
  @Test
  void roomsThatThisVersionCannotNameAreLeftOut() {
    assertThat(MembershipProtocol.read(List.of("#dogs", "#Ähren", "dogs", "#", "##", "", "#cats")))
        .containsExactly(RoomName.parse("#cats"), RoomName.parse("#dogs"));
  }

  @Test
  void noMoreRoomsAreReadThanANodeMayBeIn() {
    List<String> many = IntStream.range(0, 50_000).mapToObj(i -> "#" + i).toList();
    assertThat(MembershipProtocol.read(many))
        .hasSize(64)
        .contains(RoomName.parse("#0"), RoomName.parse("#63"));
  }

  @Test
  void aNodeInNoRoomWritesNothingAboutRooms() {
    ActorTestKit kit =
        ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(ConfigFactory.load()));
    try {
      Serialization serialization = SerializationExtension.get(Adapter.toClassic(kit.system()));
      assertThat(bytesOf(serialization, List.of())).doesNotContain("rooms");
      assertThat(bytesOf(serialization, List.of("#dogs"))).contains("rooms", "#dogs");
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static String bytesOf(Serialization serialization, List<String> rooms) {
    byte[] bytes = serialization.serialize(new HelloAck(KATE, INCARNATION, 1, 2, rooms)).get();
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
