package chat.moebi.node;

import akka.actor.typed.ActorRef;
import chat.moebi.node.Directory.Gone;
import chat.moebi.node.Directory.Hello;
import chat.moebi.node.Directory.HelloAck;
import chat.moebi.node.Joining.AskToJoin;
import chat.moebi.node.Joining.FormFirst;
import chat.moebi.node.Joining.Later;
import chat.moebi.node.Joining.NameTaken;
import chat.moebi.node.Joining.Welcome;
import chat.moebi.node.Merging.GiveWay;
import chat.moebi.node.Merging.Meet;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.wire.RoundTrip;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@StartsActorSystem
class NodeMessagesTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final long INCARNATION = -7_046_029_254_386_353_131L;

  @Test
  void crossNodesUnchanged() {
    RoundTrip.check(
        "chat.moebi.node",
        kit -> {
          ActorRef<Directory.Command> directory =
              kit.createTestProbe(Directory.Command.class).getRef();
          ActorRef<Joining.JoinAnswer> newcomer =
              kit.createTestProbe(Joining.JoinAnswer.class).getRef();
          ActorRef<Merging.Command> merging = kit.createTestProbe(Merging.Command.class).getRef();
          return Stream.of(
              new Hello(KATE, INCARNATION, INCARNATION, 1_000_000_007L, directory),
              new HelloAck(KATE, INCARNATION, 1_000_000_007L),
              new Gone(INCARNATION),
              new AskToJoin(KATE, INCARNATION, newcomer),
              new Welcome(KATE),
              new NameTaken(KATE),
              new Later(KATE),
              new FormFirst(KATE),
              new Meet(KATE, INCARNATION, List.of(INCARNATION, 0L, Long.MAX_VALUE), true, merging),
              new GiveWay(INCARNATION, "127.0.0.1:4711"));
        });
  }
}
