package chat.moebi.chat;

import static chat.moebi.chat.Kits.ALEX;
import static chat.moebi.chat.Kits.KATE;
import static chat.moebi.chat.Kits.MOEBI;

import akka.actor.typed.ActorRef;
import chat.moebi.chat.ChatProtocol.Crashed;
import chat.moebi.chat.ChatProtocol.Done;
import chat.moebi.chat.ChatProtocol.NotHere;
import chat.moebi.chat.ChatProtocol.NotYet;
import chat.moebi.chat.ChatProtocol.ReceiveMessages;
import chat.moebi.chat.ChatProtocol.Refused;
import chat.moebi.chat.ChatProtocol.Replies;
import chat.moebi.chat.ChatProtocol.Resent;
import chat.moebi.chat.ChatProtocol.Text;
import chat.moebi.cluster.RoundTrip;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.testing.StartsActorSystem;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@StartsActorSystem
class ChatMessagesTest {

  @Test
  void crossNodesUnchanged() {
    RoundTrip.check(
        "chat.moebi.chat",
        kit -> {
          ActorRef<Replies> sender = kit.createTestProbe(Replies.class).getRef();
          Endpoint script = new Endpoint(NodeName.parse("cron@localhost"), ALEX, Long.MAX_VALUE);
          String everything = "\u0000\u001b[2J\n\t\u202e ä 漢 \uD83D\uDC36 \"\\";
          String longest = "x".repeat(Session.MAX_TEXT_BYTES);
          return Stream.of(
              new ReceiveMessages(
                  script, Endpoint.of(KATE), sender, List.of(Text.of(1, Content.of(everything)))),
              new ReceiveMessages(
                  Endpoint.of(MOEBI),
                  script,
                  sender,
                  List.of(
                      Text.of(2, Content.automatic("")),
                      Text.of(3, Content.automatic(longest)),
                      new Text(4, "", false, null, null, false, 0, null),
                      new Text(
                          5,
                          "",
                          true,
                          new UUID(7, 8),
                          RoomName.parse("#dogs"),
                          true,
                          Long.MIN_VALUE,
                          new Resent(Long.MAX_VALUE, 1, -1, 2, 499)))),
              new Replies(
                  List.of(
                      new Done(Long.MIN_VALUE),
                      new Crashed(2, "no paper"),
                      new Refused(3),
                      new NotHere(4, false),
                      new NotHere(5, true),
                      new NotYet(6))));
        },
        "ReceiveMessages.texts.message",
        "ReceiveMessages.texts.room",
        "ReceiveMessages.texts.resent");
  }
}
