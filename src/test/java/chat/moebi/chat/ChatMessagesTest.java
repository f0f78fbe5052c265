package chat.moebi.chat;

import static chat.moebi.chat.Kits.ALEX;
import static chat.moebi.chat.Kits.KATE;
import static chat.moebi.chat.Kits.MOEBI;

import akka.actor.typed.ActorRef;
import chat.moebi.chat.ChatSupervisor.Crashed;
import chat.moebi.chat.ChatSupervisor.Done;
import chat.moebi.chat.ChatSupervisor.NotHere;
import chat.moebi.chat.ChatSupervisor.ReceiveMessage;
import chat.moebi.chat.ChatSupervisor.Refused;
import chat.moebi.chat.ChatSupervisor.Reply;
import chat.moebi.node.NodeName;
import chat.moebi.wire.RoundTrip;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChatMessagesTest {

  @Test
  void crossNodesUnchanged() {
    RoundTrip.check(
        "chat.moebi.chat",
        kit -> {
          ActorRef<Reply> sender = kit.createTestProbe(Reply.class).getRef();
          Endpoint script = new Endpoint(NodeName.parse("cron@localhost"), ALEX, Long.MAX_VALUE);
          String everything = "\u0000\u001b[2J\n\t\u202e ä 漢 \uD83D\uDC36 \"\\";
          return Stream.of(
              new ReceiveMessage(1, script, Endpoint.of(KATE), everything, false, sender),
              new ReceiveMessage(2, Endpoint.of(MOEBI), script, "", true, sender),
              new ReceiveMessage(
                  3, script, script, "x".repeat(Session.MAX_TEXT_BYTES), true, sender),
              new Done(Long.MIN_VALUE),
              new Crashed(4, "no paper"),
              new Refused(5),
              new NotHere(6));
        });
  }
}
