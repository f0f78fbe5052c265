package chat.moebi.chat;

import static chat.moebi.chat.Kits.ALEX;
import static chat.moebi.chat.Kits.KATE;
import static chat.moebi.chat.Kits.MOEBI;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import chat.moebi.chat.ChatProtocol.Crashed;
import chat.moebi.chat.ChatProtocol.Done;
import chat.moebi.chat.ChatProtocol.NotHere;
import chat.moebi.chat.ChatProtocol.ReceiveMessages;
import chat.moebi.chat.ChatProtocol.Refused;
import chat.moebi.chat.ChatProtocol.Replies;
import chat.moebi.chat.ChatProtocol.Reply;
import chat.moebi.chat.ChatProtocol.Text;
import chat.moebi.chat.SendResult.Busy;
import chat.moebi.chat.SendResult.Completed;
import chat.moebi.chat.SendResult.Failed;
import chat.moebi.chat.SendResult.NoAnswer;
import chat.moebi.chat.SendResult.NoConnection;
import chat.moebi.chat.SendResult.NotInRoom;
import chat.moebi.chat.SenderProtocol.Send;
import chat.moebi.cluster.ActorFinder.Found;
import chat.moebi.name.NodeName;
import chat.moebi.testing.StartsActorSystem;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@StartsActorSystem
class MessageSenderTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** One text of a batch. */
  private record Received(ReceiveMessages all, Text one) {
    Endpoint from() {
      return all.from();
    }

    Endpoint to() {
      return all.to();
    }

    long id() {
      return one.id();
    }

    String text() {
      return one.text();
    }

    boolean automatic() {
      return one.automatic();
    }

    void reply(Reply reply) {
      all.replyTo().tell(new Replies(List.of(reply)));
    }
  }

  private final ActorTestKit kit = Kits.inManualTime();
  private final ManualTime time = ManualTime.get(kit.system());
  private final AtomicLong clock = new AtomicLong();
  private final TestProbe<Received> kate = kit.createTestProbe();
  private final TestProbe<Received> moebi = kit.createTestProbe();
  private final TestProbe<SendResult> results = kit.createTestProbe();
  private final TestProbe<String> notes = kit.createTestProbe();
  private final Map<NodeName, Found<ChatProtocol.Command>> connected =
      new ConcurrentHashMap<>(
          Map.of(KATE, new Found<>(supervisor(kate), 1), MOEBI, new Found<>(supervisor(moebi), 1)));

  @AfterEach
  void end() {
    kit.shutdownTestKit();
  }

  @Test
  void sendsTheTextToTheRecipientsSupervisorAndCompletesWhenItsTaskIsDone() {
    ActorRef<SenderProtocol.Command> sender = sender("");
    send(sender, KATE, "hi");

    Received message = kate.receiveMessage();
    assertThat(message.from()).isEqualTo(Endpoint.of(ALEX));
    assertThat(message.to()).isEqualTo(Endpoint.of(KATE));
    assertThat(message.text()).isEqualTo("hi");
    assertThat(message.automatic()).isFalse();
    results.expectNoMessage();

    message.reply(new Done(message.id()));
    results.expectMessage(new Completed(KATE));
  }

  @Test
  void reportsAMissingConnectionAtOnce() {
    NodeName nobody = NodeName.parse("nobody@localhost");
    send(sender(""), nobody, "hi");
    results.expectMessage(new NoConnection(nobody));
  }

  @Test
  void reportsWhyATaskDidNotShowTheText() {
    ActorRef<SenderProtocol.Command> sender = sender("");
    send(sender, KATE, "a");
    send(sender, KATE, "b");
    send(sender, KATE, "c");
    send(sender, KATE, "d");
    Received a = kate.receiveMessage();
    Received b = kate.receiveMessage();
    Received c = kate.receiveMessage();
    Received d = kate.receiveMessage();

    b.reply(new Refused(b.id()));
    results.expectMessage(new Busy(KATE));
    a.reply(new Crashed(a.id(), "no paper"));
    results.expectMessage(new Failed(KATE, "no paper"));
    c.reply(new NotHere(c.id(), false));
    results.expectMessage(new NoConnection(KATE));
    d.reply(new NotHere(d.id(), true));
    results.expectMessage(new NotInRoom(KATE));
  }

  @Test
  void givesUpAfterTheTimeoutAndNotBefore() {
    send(sender(""), KATE, "hi");
    kate.receiveMessage();

    pass(TIMEOUT.minusMillis(1));
    results.expectNoMessage();
    pass(Duration.ofMillis(1));
    results.expectMessage(new NoAnswer(KATE, TIMEOUT));
  }

  @Test
  void waitsForEachTextForItsOwnTimeout() {
    ActorRef<SenderProtocol.Command> sender = sender("");
    send(sender, KATE, "first");
    Received first = kate.receiveMessage();
    pass(Duration.ofSeconds(1));
    send(sender, KATE, "second");
    kate.receiveMessage();
    pass(Duration.ofSeconds(2));
    send(sender, MOEBI, "third");
    moebi.receiveMessage();
    first.reply(new Done(first.id()));
    results.expectMessage(new Completed(KATE));

    pass(Duration.ofMillis(2_999));
    results.expectNoMessage();
    pass(Duration.ofMillis(1));
    results.expectMessage(new NoAnswer(KATE, TIMEOUT));
    pass(Duration.ofMillis(1_999));
    results.expectNoMessage();
    pass(Duration.ofMillis(1));
    results.expectMessage(new NoAnswer(MOEBI, TIMEOUT));
  }

  @Test
  void notesAnAnswerAfterTheTimeout() {
    send(sender(""), KATE, "hi");
    Received message = kate.receiveMessage();
    pass(TIMEOUT);
    results.expectMessage(new NoAnswer(KATE, TIMEOUT));

    clock.set(Duration.ofMillis(31_400).toNanos());
    message.reply(new Done(message.id()));
    notes.expectMessage("kate@localhost showed \"hi\" after 31 s");
    results.expectNoMessage();
  }

  @Test
  void notesALateFailureAsAFailure() {
    send(sender(""), KATE, "hi");
    Received message = kate.receiveMessage();
    pass(TIMEOUT);
    clock.set(Duration.ofSeconds(7).toNanos());
    message.reply(new Crashed(message.id(), "no paper"));
    notes.expectMessage("the task on kate@localhost failed: no paper (after 7 s)");
  }

  @Test
  void quotesOnlyTheBeginningOfALongTextInANote() {
    String dog = "\uD83D\uDC36";
    send(sender(""), KATE, dog.repeat(61));
    Received message = kate.receiveMessage();
    pass(TIMEOUT);
    message.reply(new Done(message.id()));
    notes.expectMessage("kate@localhost showed \"" + dog.repeat(60) + "...\" after 5 s");
  }

  @Test
  void handlesSeveralRepliesAtOnce() {
    ActorRef<SenderProtocol.Command> sender = sender("");
    send(sender, KATE, "a");
    send(sender, KATE, "b");
    Received a = kate.receiveMessage();
    Received b = kate.receiveMessage();
    a.all().replyTo().tell(new Replies(List.of(new Refused(b.id()), new Done(a.id()))));
    results.expectMessage(new Busy(KATE));
    results.expectMessage(new Completed(KATE));
  }

  @Test
  void answersOnceWhenTwoRepliesCome() {
    send(sender(""), KATE, "hi");
    Received message = kate.receiveMessage();
    message.reply(new Done(message.id()));
    message.reply(new Crashed(message.id(), "twice"));
    results.expectMessage(new Completed(KATE));
    results.expectNoMessage();
    notes.expectNoMessage();
  }

  @Test
  void isBusyWhenTheWindowOfARecipientIsFullOfMessages() {
    ActorRef<SenderProtocol.Command> sender = sender("chat.window.messages = 2");
    send(sender, KATE, "1");
    send(sender, KATE, "2");
    send(sender, KATE, "3");
    results.expectMessage(new Busy(KATE));
    send(sender, MOEBI, "another's window is its own");
    moebi.receiveMessage();

    Received first = kate.receiveMessage();
    kate.receiveMessage();
    kate.expectNoMessage();
    first.reply(new Done(first.id()));
    results.expectMessage(new Completed(KATE));
    send(sender, KATE, "4");
    assertThat(kate.receiveMessage().text()).isEqualTo("4");
  }

  @Test
  void isBusyWhenTheWindowOfARecipientIsFullOfBytes() {
    ActorRef<SenderProtocol.Command> sender = sender("chat.window.bytes = 10 B");
    send(sender, KATE, "12345678");
    send(sender, KATE, "äö"); // four bytes
    results.expectMessage(new Busy(KATE));
    send(sender, KATE, "ä");
    kate.receiveMessage();
    assertThat(kate.receiveMessage().text()).isEqualTo("ä");
  }

  @Test
  void keepsAPlaceInTheWindowUntilItGivesUpOnALateAnswer() {
    ActorRef<SenderProtocol.Command> sender =
        sender("chat.window.messages = 1, chat.late-answer-limit = 10 s");
    send(sender, KATE, "1");
    Received first = kate.receiveMessage();
    pass(TIMEOUT);
    results.expectMessage(new NoAnswer(KATE, TIMEOUT));
    send(sender, KATE, "2");
    results.expectMessage(new Busy(KATE));

    pass(Duration.ofSeconds(10));
    send(sender, KATE, "3");
    assertThat(kate.receiveMessage().text()).isEqualTo("3");
    first.reply(new Done(first.id()));
    notes.expectNoMessage();
  }

  @Test
  void sendsToANewIncarnationDespitePendingTextsToTheEarlierOne() {
    ActorRef<SenderProtocol.Command> sender = sender("chat.window.messages = 1");
    send(sender, KATE, "1");
    kate.receiveMessage();
    TestProbe<Received> again = kit.createTestProbe();
    connected.put(KATE, new Found<>(supervisor(again), 2));
    send(sender, KATE, "2");
    assertThat(again.receiveMessage().text()).isEqualTo("2");
  }

  @Test
  void awaitsNoLateAnswerOfAnEarlierIncarnation() {
    ActorRef<SenderProtocol.Command> sender = sender("");
    send(sender, KATE, "late already");
    Received late = kate.receiveMessage();
    pass(TIMEOUT);
    results.expectMessage(new NoAnswer(KATE, TIMEOUT));
    send(sender, KATE, "on its way");
    Received onItsWay = kate.receiveMessage();

    TestProbe<Received> again = kit.createTestProbe();
    connected.put(KATE, new Found<>(supervisor(again), 2));
    send(sender, KATE, "to the new one");
    Received next = again.receiveMessage();
    late.reply(new Done(late.id()));
    notes.expectNoMessage();
    next.reply(new Done(next.id()));
    results.expectMessage(new Completed(KATE));

    pass(TIMEOUT);
    results.expectMessage(new NoAnswer(KATE, TIMEOUT));
    onItsWay.reply(new Done(onItsWay.id()));
    notes.expectNoMessage();
  }

  @Test
  void forgetsLateTextsToAnEarlierIncarnation() {
    ActorRef<SenderProtocol.Command> sender = sender("");
    WeakReference<Send> late = sendAndForget(sender, "late already");
    kate.receiveMessage();
    pass(TIMEOUT);
    results.expectMessage(new NoAnswer(KATE, TIMEOUT));
    WeakReference<Send> onItsWay = sendAndForget(sender, "on its way");
    kate.receiveMessage();

    TestProbe<Received> again = kit.createTestProbe();
    connected.put(KATE, new Found<>(supervisor(again), 2));
    send(sender, KATE, "to the new one");
    again.receiveMessage();
    awaitCollected(late);
    assertThat(onItsWay.get()).isNotNull();

    pass(TIMEOUT);
    results.expectMessage(new NoAnswer(KATE, TIMEOUT));
    results.expectMessage(new NoAnswer(KATE, TIMEOUT));
    awaitCollected(onItsWay);
  }

  private WeakReference<Send> sendAndForget(ActorRef<SenderProtocol.Command> sender, String text) {
    Send send = send(KATE, text);
    sender.tell(send);
    return new WeakReference<>(send);
  }

  private void awaitCollected(WeakReference<Send> send) {
    results.awaitAssert(
        () -> {
          System.gc();
          assertThat(send.get()).isNull();
          return null;
        });
  }

  private void pass(Duration duration) {
    clock.addAndGet(duration.toNanos());
    time.timePasses(duration);
  }

  private ActorRef<ChatProtocol.Command> supervisor(TestProbe<Received> node) {
    return Kits.oneByOne(
        kit,
        node.getRef(),
        (ChatProtocol.Command c) ->
            c instanceof ReceiveMessages all
                ? all.texts().stream().map(text -> new Received(all, text)).toList()
                : List.of());
  }

  private ActorRef<SenderProtocol.Command> sender(String settings) {
    return kit.spawn(
        MessageSender.create(
            Kits.settings(settings),
            recipient -> Optional.ofNullable(connected.get(recipient)),
            new Diversions(),
            clock::get));
  }

  private void send(ActorRef<SenderProtocol.Command> sender, NodeName to, String text) {
    sender.tell(send(to, text));
  }

  private Send send(NodeName to, String text) {
    return new Send(
        Endpoint.of(ALEX),
        Endpoint.of(to),
        Content.of(text),
        TIMEOUT,
        results.getRef()::tell,
        notes.getRef()::tell);
  }
}
