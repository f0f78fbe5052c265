package chat.moebi.node;

import akka.actor.typed.ActorRef;
import chat.moebi.node.Directory.Hello;
import chat.moebi.node.Directory.HelloAck;
import chat.moebi.node.Joining.AskToJoin;
import chat.moebi.node.Joining.FormFirst;
import chat.moebi.node.Joining.Invite;
import chat.moebi.node.Joining.Later;
import chat.moebi.node.Joining.NameTaken;
import chat.moebi.node.Joining.Welcome;
import chat.moebi.wire.RoundTrip;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
          ActorRef<Joining.Command> joining = kit.createTestProbe(Joining.Command.class).getRef();
          return Stream.of(
              new Hello(KATE, INCARNATION, directory),
              new HelloAck(KATE, INCARNATION),
              new AskToJoin(KATE, INCARNATION, newcomer),
              new Welcome(KATE),
              new NameTaken(KATE),
              new Later(KATE),
              new FormFirst(KATE),
              new Invite(KATE, joining));
        });
  }
}
