package chat.moebi.chat;

import static chat.moebi.chat.Kits.ALEX;
import static chat.moebi.chat.Kits.KATE;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import chat.moebi.chat.ChatProtocol.Crashed;
import chat.moebi.chat.ChatProtocol.Done;
import chat.moebi.chat.ChatProtocol.NotYet;
import chat.moebi.chat.ChatProtocol.ReceiveMessages;
import chat.moebi.chat.ChatProtocol.Refused;
import chat.moebi.chat.ChatProtocol.Replies;
import chat.moebi.chat.ChatProtocol.Reply;
import chat.moebi.chat.ChatProtocol.Text;
import chat.moebi.chat.Diversions.Cause;
import chat.moebi.chat.Diversions.Diverted;
import chat.moebi.chat.SendResult.Busy;
import chat.moebi.chat.SendResult.Completed;
import chat.moebi.chat.SendResult.Failed;
import chat.moebi.chat.SendResult.NoConnection;
import chat.moebi.chat.SenderProtocol.Resume;
import chat.moebi.chat.SenderProtocol.Send;
import chat.moebi.cluster.ActorFinder.Found;
import chat.moebi.name.NodeName;
import chat.moebi.testing.StartsActorSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@link MessageSender} leaves to the outbox, and in which order. */
@StartsActorSystem
class DivertingTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long INCARNATION = 7;

  private record Late(String text, SendResult result) {}

  private final ActorTestKit kit = Kits.inManualTime();
  private final ManualTime time = ManualTime.get(kit.system());
  private final AtomicLong clock = new AtomicLong();
  private final TestProbe<ChatProtocol.Command> kate = kit.createTestProbe();
  private final TestProbe<SendResult> results = kit.createTestProbe();
  private final TestProbe<NodeName> diverted = kit.createTestProbe();
  private final TestProbe<Late> late = kit.createTestProbe();
  private final Map<NodeName, Found<ChatProtocol.Command>> connected =
      new ConcurrentHashMap<>(Map.of(KATE, new Found<>(kate.getRef(), INCARNATION)));
  private final Diversions diversions = new Diversions();
  private ActorRef<SenderProtocol.Command> sender;
  private ActorRef<Replies> replyTo;

  @BeforeEach
  void start() {
    openAgain();
    sender =
        kit.spawn(
            MessageSender.create(
                Kits.settings(""),
                recipient -> Optional.ofNullable(connected.get(recipient)),
                diversions,
                clock::get));
  }

  private void openAgain() {
    diversions.open(
        new Diversions.Listener() {
          @Override
          public void diverted(NodeName node) {
            diverted.getRef().tell(node);
          }

          @Override
          public void answeredLate(Send send, SendResult result) {
            late.getRef().tell(new Late(send.content().text(), result));
          }
        });
  }

  @AfterEach
  void end() {
    kit.shutdownTestKit();
  }

  @Test
  void nothingOvertakesATextThatCouldNotBeSent() {
    open();
    connected.clear();
    send("a");
    diverted.expectMessage(KATE);
    connected.put(KATE, new Found<>(kate.getRef(), INCARNATION));
    send("b");
    diverted.expectMessage(KATE);

    assertThat(takeAll()).containsExactly("a NOT_SHOWN 0", "b BEHIND_OTHERS 0");
    kate.expectNoMessage();
    results.expectNoMessage();
  }

  @Test
  void aTextWithoutAnAnswerIsDivertedWithAllThatWereSentAfterIt() {
    open();
    send("a");
    send("b");
    List<Text> sent = received(2);
    pass(Duration.ofSeconds(3));
    send("c");
    received(1);
    pass(Duration.ofSeconds(2));
    diverted.expectMessage(KATE);
    diverted.expectMessage(KATE);
    diverted.expectMessage(KATE);
    send("d");
    diverted.expectMessage(KATE);

    assertThat(takeAll())
        .containsExactly("a NO_ANSWER 7", "b NO_ANSWER 7", "c NO_ANSWER 7", "d BEHIND_OTHERS 0");
    results.expectNoMessage();

    reply(new Done(sent.get(0).id()));
    late.expectMessage(new Late("a", new Completed(KATE)));
    reply(new Crashed(sent.get(1).id(), "no paper"));
    late.expectMessage(new Late("b", new Failed(KATE, "no paper")));
  }

  @Test
  void eachTextNamesTheOneBeforeItUntilThatIsAnswered() {
    open();
    send("a");
    send("b");
    List<Text> sent = received(2);
    assertThat(sent.get(0).after()).isEqualTo(sent.get(0).id());
    assertThat(sent.get(1).after()).isEqualTo(sent.get(0).id());

    reply(new Done(sent.get(0).id()));
    reply(new Done(sent.get(1).id()));
    results.expectMessage(new Completed(KATE));
    results.expectMessage(new Completed(KATE));
    send("c");
    Text next = received(1).get(0);
    assertThat(next.after()).isEqualTo(next.id());
  }

  @Test
  void aNewStartOfTheRecipientGetsNothingBeforeWhatTheFormerHasNotAnswered() {
    open();
    send("a");
    received(1);
    TestProbe<ChatProtocol.Command> again = kit.createTestProbe();
    connected.put(KATE, new Found<>(again.getRef(), INCARNATION + 1));
    send("b");
    diverted.receiveSeveralMessages(2);

    assertThat(takeAll()).containsExactly("a NO_ANSWER 7", "b BEHIND_OTHERS 0");
    again.expectNoMessage();
  }

  @Test
  void aTextThatIsNeverKeptHasItsWayToANewStartOfTheRecipient() {
    open();
    send("a");
    received(1);
    TestProbe<ChatProtocol.Command> again = kit.createTestProbe();
    connected.put(KATE, new Found<>(again.getRef(), INCARNATION + 1));
    sender.tell(text("script's", Optional.empty()));

    again.expectMessageClass(ReceiveMessages.class);
    diverted.expectMessage(KATE);
    assertThat(takeAll()).containsExactly("a NO_ANSWER 7");
  }

  @Test
  void aTextThatIsNeverKeptHasNoPlaceInTheOrder() {
    open();
    send("a");
    sender.tell(text("script's", Optional.empty()));
    send("b");
    List<Text> sent = received(3);

    assertThat(sent.get(1).after()).isZero();
    assertThat(sent.get(2).after()).isEqualTo(sent.get(0).id());
  }

  @Test
  void aTextThatCameBeforeALostOneIsDivertedBehindIt() {
    open();
    send("a");
    send("b");
    send("c");
    List<Text> sent = received(3);
    reply(new NotYet(sent.get(1).id()));
    diverted.receiveSeveralMessages(3);
    reply(new NotYet(sent.get(2).id()));

    assertThat(takeAll()).containsExactly("a NO_ANSWER 7", "b NOT_SHOWN 0", "c NO_ANSWER 7");
    results.expectNoMessage();
  }

  @Test
  void textsAreSentAgainWithoutADetourOnceNothingIsKept() {
    open();
    connected.clear();
    send("a");
    diverted.expectMessage(KATE);
    assertThat(takeAll()).hasSize(1);
    connected.put(KATE, new Found<>(kate.getRef(), INCARNATION));
    send("b");
    diverted.expectMessage(KATE);
    diversions.beginResume(KATE);
    send("c");
    diverted.expectMessage(KATE);
    sender.tell(new Resume(KATE));
    send("d");

    assertThat(received(3)).extracting(Text::text).containsExactly("b", "c", "d");
  }

  @Test
  void theEndOfADiversionThatHasEndedAlreadyIsIgnored() {
    open();
    send("a");
    List<Text> sent = received(1);
    diversions.beginResume(KATE);
    sender.tell(new Resume(KATE));
    reply(new Done(sent.get(0).id()));

    results.expectMessage(new Completed(KATE));
    diverted.expectNoMessage();
  }

  @Test
  void aTextThatMayHaveBeenShownStaysDivertedWithThoseThatWereSentAfterIt() {
    open();
    send("a");
    received(1);
    openAgain();
    send("b");
    diverted.expectMessage(KATE);
    open();
    diversions.beginResume(KATE);
    pass(TIMEOUT);
    diverted.expectMessage(KATE);
    sender.tell(new Resume(KATE));
    diverted.expectMessage(KATE);

    assertThat(takeAll()).containsExactly("a NO_ANSWER 7", "b BEHIND_OTHERS 0");
    kate.expectNoMessage();
  }

  @Test
  void allTextsWaitUntilItIsKnownWhatIsKept() {
    send("a");
    diverted.expectMessage(KATE);
    assertThat(diversions.opened(Set.of())).containsExactly(KATE);
    diversions.beginResume(KATE);
    sender.tell(new Resume(KATE));
    assertThat(received(1)).extracting(Text::text).containsExactly("a");
  }

  @Test
  void aRefusalIsAnErrorAndDivertsNothing() {
    open();
    send("a");
    send("b");
    List<Text> sent = received(2);
    reply(new Refused(sent.get(0).id()));
    reply(new Done(sent.get(1).id()));

    results.expectMessage(new Busy(KATE));
    results.expectMessage(new Completed(KATE));
    diverted.expectNoMessage();
  }

  @Test
  void withoutAStoreThereAreTheErrorsOfBefore() {
    open();
    diversions.close();
    connected.clear();
    send("a");
    results.expectMessage(new NoConnection(KATE));
  }

  @Test
  void whatWaitsInMemoryIsBounded() {
    open();
    connected.clear();
    for (int i = 0; i < 200; i++) {
      send("x".repeat(65_000));
    }
    assertThat(results.receiveMessage()).isEqualTo(new Busy(KATE));
  }

  @Test
  void theEndOfTheSenderDivertsWhatIsNotAnswered() {
    open();
    send("a");
    send("b");
    received(2);
    kit.stop(sender);

    assertThat(takeAll()).containsExactly("a NO_ANSWER 7", "b NO_ANSWER 7");
  }

  private void open() {
    diversions.opened(Set.of());
  }

  private void send(String text) {
    sender.tell(text(text, Optional.of(new Keepable(TIMEOUT))));
  }

  private Send text(String text, Optional<Keepable> keepable) {
    return new Send(
        Endpoint.of(ALEX),
        Endpoint.of(KATE),
        Content.of(text),
        TIMEOUT,
        results.getRef()::tell,
        note -> {},
        keepable,
        Optional.empty());
  }

  private List<Text> received(int count) {
    List<Text> texts = new ArrayList<>();
    while (texts.size() < count) {
      ReceiveMessages all = kate.expectMessageClass(ReceiveMessages.class);
      replyTo = all.replyTo();
      texts.addAll(all.texts());
    }
    assertThat(texts).hasSize(count);
    return texts;
  }

  private void reply(Reply reply) {
    replyTo.tell(new Replies(List.of(reply)));
  }

  private List<String> takeAll() {
    List<String> taken = new ArrayList<>();
    while (diversions.peek(KATE) != null) {
      Diverted text = diversions.take(KATE);
      diversions.done(text);
      long attempted =
          text.cause() == Cause.NO_ANSWER ? text.send().keepable().orElseThrow().attempted() : 0;
      taken.add(text.send().content().text() + " " + text.cause() + " " + attempted);
    }
    return taken;
  }

  private void pass(Duration duration) {
    clock.addAndGet(duration.toNanos());
    time.timePasses(duration);
  }
}
