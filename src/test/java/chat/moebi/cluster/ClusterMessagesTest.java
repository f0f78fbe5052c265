package chat.moebi.cluster;

import akka.actor.typed.ActorRef;
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
import chat.moebi.testing.StartsActorSystem;
import java.util.List;
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
              new Hello(KATE, INCARNATION, INCARNATION, 1_000_000_007L, directory),
              new HelloAck(KATE, INCARNATION, 1_000_000_007L),
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
        });
  }
}
