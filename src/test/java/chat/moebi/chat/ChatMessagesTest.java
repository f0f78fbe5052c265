package chat.moebi.chat;

import static chat.moebi.chat.Kits.ALEX;
import static chat.moebi.chat.Kits.KATE;
import static chat.moebi.chat.Kits.MOEBI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ExtendedActorSystem;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import chat.moebi.chat.ChatProtocol.Answer;
import chat.moebi.chat.ChatProtocol.Crashed;
import chat.moebi.chat.ChatProtocol.Done;
import chat.moebi.chat.ChatProtocol.NotHere;
import chat.moebi.chat.ChatProtocol.ReceiveMessage;
import chat.moebi.chat.ChatProtocol.ReceiveMessages;
import chat.moebi.chat.ChatProtocol.Refused;
import chat.moebi.chat.ChatProtocol.Replies;
import chat.moebi.node.NodeName;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.wire.RoundTrip;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@StartsActorSystem
class ChatMessagesTest {

  @Test
  void crossNodesUnchanged() {
    RoundTrip.check(
        "chat.moebi.chat",
        kit -> {
          ActorRef<Answer> sender = kit.createTestProbe(Answer.class).getRef();
          Endpoint script = new Endpoint(NodeName.parse("cron@localhost"), ALEX, Long.MAX_VALUE);
          String everything = "\u0000\u001b[2J\n\t\u202e ä 漢 \uD83D\uDC36 \"\\";
          ReceiveMessage one =
              new ReceiveMessage(1, script, Endpoint.of(KATE), everything, false, sender);
          ReceiveMessage other =
              new ReceiveMessage(2, Endpoint.of(MOEBI), script, "", true, sender);
          return Stream.of(
              one,
              other,
              new ReceiveMessage(
                  3, script, script, "x".repeat(Session.MAX_TEXT_BYTES), true, sender),
              new ReceiveMessages(List.of(one, other, one)),
              new Replies(List.of(new Done(1), new Crashed(2, "no paper"), new Refused(3))),
              new Done(Long.MIN_VALUE),
              new Crashed(4, "no paper"),
              new Refused(5),
              new NotHere(6));
        });
  }

  @Test
  void areReadThoughALaterVersionAppendsAField() throws Exception {
    ActorTestKit kit = Kits.inRealTime();
    try {
      ChatSerializer serializer =
          new ChatSerializer((ExtendedActorSystem) Adapter.toClassic(kit.system()));
      ActorRef<Answer> sender = kit.createTestProbe(Answer.class).getRef();
      Endpoint alex = Endpoint.of(ALEX);
      ReceiveMessage message = new ReceiveMessage(1, alex, alex, "hi", false, sender);
      for (Object whole :
          List.of(
              message,
              new ReceiveMessages(List.of(message, message)),
              new Crashed(1, "no paper"),
              new Done(1),
              new Replies(List.of(new Done(1), new Refused(2))))) {
        byte[] bytes = serializer.toBinary(whole);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 7);
        assertThat(serializer.fromBinary(longer, serializer.manifest(whole))).isEqualTo(whole);
      }
      byte[] flagged = serializer.toBinary(message);
      flagged[0] |= 64; // A flag that this version does not know.
      assertThat(serializer.fromBinary(flagged, serializer.manifest(message))).isEqualTo(message);
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void areRefusedWhenTheyAreCutShortOrSpoilt() {
    ActorTestKit kit = Kits.inRealTime();
    try {
      ChatSerializer serializer =
          new ChatSerializer((ExtendedActorSystem) Adapter.toClassic(kit.system()));
      ActorRef<Answer> sender = kit.createTestProbe(Answer.class).getRef();
      Endpoint alex = Endpoint.of(ALEX);
      ReceiveMessage message = new ReceiveMessage(1, alex, alex, "hi", false, sender);
      for (Object whole :
          List.of(
              message,
              new ReceiveMessages(List.of(message, message)),
              new Crashed(1, "no paper"),
              new Replies(List.of(new Done(1), new Refused(2))))) {
        byte[] bytes = serializer.toBinary(whole);
        for (int length = 0; length < bytes.length; length++) {
          byte[] cut = Arrays.copyOf(bytes, length);
          assertThatThrownBy(() -> serializer.fromBinary(cut, serializer.manifest(whole)))
              .isInstanceOf(NotSerializableException.class);
        }
      }
      byte[] spoilt = serializer.toBinary(message);
      spoilt[0] = 1; // It has its sender from a message before it, and there is none.
      assertThatThrownBy(() -> serializer.fromBinary(spoilt, serializer.manifest(message)))
          .isInstanceOf(NotSerializableException.class);
      assertThatThrownBy(() -> serializer.fromBinary(new byte[9], "of a later version"))
          .isInstanceOf(NotSerializableException.class);
    } finally {
      kit.shutdownTestKit();
    }
  }
}
