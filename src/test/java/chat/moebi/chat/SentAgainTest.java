package chat.moebi.chat;

import static chat.moebi.chat.Kits.ALEX;
import static chat.moebi.chat.Kits.KATE;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import chat.moebi.chat.ChatProtocol.Done;
import chat.moebi.chat.ChatProtocol.NotYet;
import chat.moebi.chat.ChatProtocol.ReceiveMessages;
import chat.moebi.chat.ChatProtocol.Replies;
import chat.moebi.chat.ChatProtocol.Reply;
import chat.moebi.chat.ChatProtocol.Resent;
import chat.moebi.chat.ChatProtocol.Text;
import chat.moebi.name.NodeName;
import chat.moebi.output.Message;
import chat.moebi.output.Output;
import chat.moebi.output.OutputWriter;
import chat.moebi.output.Receiver;
import chat.moebi.store.Store;
import chat.moebi.testing.StartsActorSystem;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node shows of texts that are sent to it more than once, or out of order. */
@StartsActorSystem
class SentAgainTest {

  private static final long INCARNATION = 7;

  private final ActorTestKit kit = Kits.inRealTime();
  private final TestProbe<Message> shown = kit.createTestProbe();
  private final TestProbe<Reply> replies = kit.createTestProbe();
  private final ActorRef<Replies> replyTo = Kits.oneByOne(kit, replies.getRef(), Replies::replies);
  private final ShownTexts remembered = new ShownTexts(Store.none());
  private final Semaphore reader = new Semaphore(1_000);
  private final ActorRef<ChatProtocol.Command> kate = supervisor();

  @AfterEach
  void end() {
    kit.shutdownTestKit();
  }

  @Test
  void aTextIsShownOnceHoweverOftenItIsSent() {
    Content hi = Content.of("hi");
    send(Text.of(1, hi));
    replies.expectMessage(new Done(1));
    send(Text.of(2, hi));
    replies.expectMessage(new Done(2));
    send(Text.of(3, hi, 0, resent(INCARNATION, 0)));
    replies.expectMessage(new Done(3));

    assertThat(shown.receiveMessage().text()).isEqualTo("hi");
    shown.expectNoMessage();
  }

  @Test
  void aTextThatIsSentAgainWhileItIsBeingShownGetsTheSameReply() {
    reader.drainPermits();
    Content hi = Content.of("hi");
    send(Text.of(1, hi));
    send(Text.of(2, hi, 0, resent(INCARNATION, 0)));
    replies.expectNoMessage();
    reader.release(1_000);

    replies.expectMessage(new Done(1));
    replies.expectMessage(new Done(2));
    shown.receiveMessage();
    shown.expectNoMessage();
  }

  @Test
  void aTextIsNotShownBeforeTheOneThatItHasToFollow() {
    send(Text.of(1, Content.of("a")));
    replies.expectMessage(new Done(1));
    Content lost = Content.of("b");
    Content next = Content.of("c");
    send(Text.of(3, next, 2, null));
    replies.expectMessage(new NotYet(3));
    send(Text.of(4, Content.of("d"), 3, null));
    replies.expectMessage(new NotYet(4));
    send(Text.of(5, lost, 5, null), Text.of(6, next, 5, null));
    replies.expectMessage(new Done(5));
    replies.expectMessage(new Done(6));

    assertThat(shown.receiveSeveralMessages(3))
        .extracting(Message::text)
        .containsExactly("a", "b", "c");
  }

  @Test
  void aTextWithoutAPlaceInTheOrderDoesNotChangeIt() {
    send(Text.of(1, Content.of("a"), 1, null));
    send(Text.of(2, Content.of("to a room")));
    send(Text.of(3, Content.of("b"), 1, null));

    assertThat(replies.receiveSeveralMessages(3))
        .containsExactlyInAnyOrder(new Done(1), new Done(2), new Done(3));
  }

  @Test
  void aKeptTextHasTheTimeAtWhichItWasTyped() {
    send(Text.of(1, Content.of("lunch?"), 0, new Resent(1_000, 1, 0, 0, 4)));
    replies.expectMessage(new Done(1));

    assertThat(shown.receiveMessage().kept())
        .contains(new Message.Kept(Instant.ofEpochMilli(1_000), false, 4));
  }

  @Test
  void aTextThatAFormerProcessMayHaveShownIsMarked() {
    send(Text.of(1, Content.of("a"), 0, resent(INCARNATION + 1, 0)));
    send(Text.of(2, Content.of("b"), 0, resent(0, INCARNATION + 1)));
    send(Text.of(3, Content.of("c"), 0, resent(INCARNATION, INCARNATION)));

    assertThat(shown.receiveSeveralMessages(3))
        .extracting(message -> message.text() + message.kept().orElseThrow().isMaybeAgain())
        .containsExactly("atrue", "btrue", "cfalse");
  }

  private static Resent resent(long attempted, long resentTo) {
    return new Resent(0, 1, attempted, resentTo, 0);
  }

  private void send(Text... texts) {
    kate.tell(new ReceiveMessages(Endpoint.of(ALEX), Endpoint.of(KATE), replyTo, List.of(texts)));
  }

  private ActorRef<ChatProtocol.Command> supervisor() {
    Output output =
        new Output() {
          @Override
          public void show(NodeName from, String text) throws IOException {
            throw new IOException("without its id");
          }

          @Override
          public void show(Message message) {
            reader.acquireUninterruptibly();
            shown.getRef().tell(message);
          }
        };
    remembered.started(INCARNATION);
    Receiver own = remembered.remembering(new OutputWriter(output, "output"));
    ChatSettings settings = Kits.settings("");
    return kit.spawn(
        ChatSupervisor.create(
            new ReceivedTexts(
                KATE, settings, session -> Optional.of(own), room -> true, () -> true, remembered),
            (message, to) -> null,
            new Personas(KATE, settings, kit.<SenderProtocol.Command>createTestProbe().getRef()),
            remembered));
  }
}
