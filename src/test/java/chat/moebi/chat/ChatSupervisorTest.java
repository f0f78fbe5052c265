package chat.moebi.chat;

import static chat.moebi.chat.Kits.ALEX;
import static chat.moebi.chat.Kits.KATE;
import static chat.moebi.chat.Kits.MOEBI;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
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
import chat.moebi.chat.SenderProtocol.Send;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.output.Message;
import chat.moebi.output.Output;
import chat.moebi.output.OutputWriter;
import chat.moebi.output.Receiver;
import chat.moebi.store.Store;
import chat.moebi.testing.StartsActorSystem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@StartsActorSystem
class ChatSupervisorTest {

  private final ActorTestKit kit = Kits.inRealTime();
  private static final RoomName DOGS = RoomName.parse("#dogs");

  private final Set<RoomName> joined = ConcurrentHashMap.newKeySet();
  private final Map<Long, OutputWriter> scripts = new ConcurrentHashMap<>();
  private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
  private final TestProbe<Reply> replies = kit.createTestProbe();
  private final ActorRef<Replies> replyTo = Kits.oneByOne(kit, replies.getRef(), Replies::replies);
  private final TestProbe<SenderProtocol.Command> sender = kit.createTestProbe();

  @AfterEach
  void end() {
    kit.shutdownTestKit();
  }

  @Test
  void showsAMessageAndConfirmsIt() throws InterruptedException {
    ActorRef<ChatProtocol.Command> kate = supervisor(KATE, "", this::show);
    kate.tell(message(1, ALEX, KATE, "hi"));
    replies.expectMessage(new Done(1));
    assertThat(next()).isEqualTo("alex@localhost: hi");
  }

  @Test
  void confirmsAMessageOnlyAfterItWasWritten() throws InterruptedException {
    Semaphore reader = new Semaphore(0);
    ActorRef<ChatProtocol.Command> kate =
        supervisor(
            KATE,
            "",
            (from, text) -> {
              reader.acquireUninterruptibly(); // Stands for a terminal that does not read.
              show(from, text);
            });
    kate.tell(message(1, ALEX, KATE, "hi"));
    replies.expectNoMessage();
    reader.release();
    replies.expectMessage(new Done(1));
    assertThat(next()).isEqualTo("alex@localhost: hi");
  }

  @Test
  void showsTheMessagesOfASenderInTheirOrder() throws InterruptedException {
    ActorRef<ChatProtocol.Command> kate = supervisor(KATE, "", this::show);
    IntStream.range(0, 1_000).forEach(i -> kate.tell(message(i, ALEX, KATE, "" + i)));
    for (int i = 0; i < 1_000; i++) {
      assertThat(next()).isEqualTo("alex@localhost: " + i);
    }
  }

  @Test
  void reportsTheReasonOfAFailedTaskAndContinues() throws InterruptedException {
    ActorRef<ChatProtocol.Command> kate =
        supervisor(
            KATE,
            "",
            (from, text) -> {
              if (text.equals("hi")) {
                throw new IOException("Broken pipe");
              }
              show(from, text);
            });
    kate.tell(message(1, ALEX, KATE, "hi"));
    replies.expectMessage(new Crashed(1, "its output failed: Broken pipe"));
    kate.tell(message(2, ALEX, KATE, "still there?"));
    replies.expectMessage(new Done(2));
    assertThat(next()).isEqualTo("alex@localhost: still there?");
  }

  @Test
  void handsAMessageToTheReceiverWithAWayToAnswer() throws InterruptedException {
    ActorRef<ChatProtocol.Command> kate =
        supervisor(
            KATE,
            "",
            new FakeReceiver() {
              @Override
              public void show(Message message, Answers answers, Consumer<Result> onResult) {
                answers.send(message.text() + "!");
                onResult.accept(Shown.INSTANCE);
              }
            });
    kate.tell(message(1, ALEX, KATE, "hi"));
    replies.expectMessage(new Done(1));
    assertThat(next()).isEqualTo("alex@localhost is told: kate@localhost answers: hi!");
  }

  @Test
  void tellsTheReceiverWhenTheSenderIsToldTheResult() throws InterruptedException {
    CompletableFuture<Consumer<Receiver.Result>> result = new CompletableFuture<>();
    ActorRef<ChatProtocol.Command> kate =
        supervisor(
            KATE,
            "",
            new FakeReceiver() {
              @Override
              public void show(Message message, Answers answers, Consumer<Result> onResult) {
                result.complete(onResult);
              }

              @Override
              public void told(Message message) {
                shown.add("told: " + message.text());
              }
            });
    kate.tell(message(1, ALEX, KATE, "hi"));
    result.join();
    replies.expectNoMessage();
    assertThat(shown).isEmpty();
    result.join().accept(Receiver.Shown.INSTANCE);
    replies.expectMessage(new Done(1));
    assertThat(next()).isEqualTo("told: hi");
  }

  @Test
  void refusesAMessageForWhichTheReceiverIsBusy() {
    ActorRef<ChatProtocol.Command> kate =
        supervisor(
            KATE,
            "",
            new FakeReceiver() {
              @Override
              public void show(Message message, Answers answers, Consumer<Result> onResult) {
                onResult.accept(Busy.INSTANCE);
              }
            });
    kate.tell(message(1, ALEX, KATE, "hi"));
    replies.expectMessage(new Refused(1));
  }

  @Test
  void aReceiverThatThrowsFreesTheSpaceOfItsTextAlone() {
    ActorRef<ChatProtocol.Command> kate =
        supervisor(
            KATE,
            "chat.max-tasks = 2",
            new FakeReceiver() {
              @Override
              public void show(Message message, Answers answers, Consumer<Result> onResult) {
                if (message.text().equals("bad")) {
                  throw new IllegalStateException("cannot read it");
                }
                onResult.accept(Shown.INSTANCE);
              }
            });
    for (int id = 0; id < 40; id += 2) { // The tasks of two texts run in any order.
      kate.tell(
          messages(
              Endpoint.of(ALEX),
              Endpoint.of(KATE),
              text(id, "hi", false),
              text(id + 1, "bad", false)));
      assertThat(replies.receiveSeveralMessages(2))
          .containsExactlyInAnyOrder(new Done(id), new Crashed(id + 1, "cannot read it"));
    }
  }

  private abstract static class FakeReceiver implements Receiver {
    @Override
    public void forget() {}
  }

  @Test
  void showsATextToARoomOnlyWhileTheNodeIsInIt() throws InterruptedException {
    ActorRef<ChatProtocol.Command> kate = supervisor(KATE, "", this::show);
    kate.tell(toDogs(1, "too early"));
    replies.expectMessage(new NotHere(1, true));
    joined.add(DOGS);
    kate.tell(toDogs(2, "hi"));
    replies.expectMessage(new Done(2));
    joined.remove(DOGS);
    kate.tell(toDogs(3, "too late"));
    replies.expectMessage(new NotHere(3, true));
    assertThat(shown).containsExactly("alex@localhost: hi");
  }

  @Test
  void hasMoebiAnswerBeforeHisOwnOk() throws InterruptedException {
    ActorRef<ChatProtocol.Command> moebi = supervisor(MOEBI, "", this::show);
    moebi.tell(message(1, ALEX, MOEBI, "hi"));
    assertThat(next()).isEqualTo("alex@localhost: hi");

    Send answer = sender.expectMessageClass(Send.class);
    assertThat(answer.from()).isEqualTo(Endpoint.of(MOEBI));
    assertThat(answer.to()).isEqualTo(Endpoint.of(ALEX));
    assertThat(answer.content().text()).isEqualTo("chicken?");
    assertThat(answer.content().isAutomatic()).isTrue();
    replies.expectNoMessage();

    answer.onResult().accept(new SendResult.Completed(ALEX));
    replies.expectMessage(new Done(1));
  }

  @Test
  void doesNotDelayTheNextMessageForAPersonasAnswer() throws InterruptedException {
    ActorRef<ChatProtocol.Command> moebi = supervisor(MOEBI, "", this::show);
    moebi.tell(message(1, ALEX, MOEBI, "hi"));
    moebi.tell(message(2, ALEX, MOEBI, "hi again"));
    assertThat(next()).isEqualTo("alex@localhost: hi");
    assertThat(next()).isEqualTo("alex@localhost: hi again");
  }

  @Test
  void confirmsAShownMessageThoughItsAnswerWasLost() {
    ActorRef<ChatProtocol.Command> moebi = supervisor(MOEBI, "", this::show);
    moebi.tell(message(1, ALEX, MOEBI, "hi"));
    Send answer = sender.expectMessageClass(Send.class);
    answer.onResult().accept(new SendResult.NoConnection(ALEX));
    replies.expectMessage(new Done(1));
  }

  @Test
  void reportsATaskAsFailedIfItsAnswerFailed() {
    ActorRef<ChatProtocol.Command> moebi = supervisor(MOEBI, "", this::show);
    moebi.tell(message(1, ALEX, MOEBI, "hi"));
    Send answer = sender.expectMessageClass(Send.class);
    answer.onResult().accept(new SendResult.WhichNode("alex", null)); // Has no sentence.
    assertThat(replies.expectMessageClass(Crashed.class).id()).isEqualTo(1);
  }

  @Test
  void freesTheSpaceOfAFailedTask() {
    String text = "hi";
    ActorRef<ChatProtocol.Command> kate =
        supervisor(
            KATE,
            "chat.max-tasks = 1, chat.max-task-bytes = " + Character.BYTES * text.length() + " B",
            (from, shown) -> {
              throw new IOException("Broken pipe");
            });
    for (int id = 1; id <= 3; id++) {
      kate.tell(message(id, ALEX, KATE, text));
      replies.expectMessage(new Crashed(id, "its output failed: Broken pipe"));
    }
  }

  @Test
  void neverAnswersAnAutomaticMessage() {
    ActorRef<ChatProtocol.Command> moebi = supervisor(MOEBI, "", this::show);
    moebi.tell(messages(Endpoint.of(ALEX), Endpoint.of(MOEBI), text(1, "chicken?", true)));
    replies.expectMessage(new Done(1));
    sender.expectNoMessage();
  }

  @Test
  void refusesAMessageForAnotherNode() {
    ActorRef<ChatProtocol.Command> kate = supervisor(KATE, "", this::show);
    kate.tell(message(1, ALEX, MOEBI, "a secret"));
    replies.expectMessage(new NotHere(1, false));
    assertThat(shown).isEmpty();
  }

  @Test
  void acceptsAMessageForAnotherNodeWhenItStandsForAll() throws InterruptedException {
    ActorRef<ChatProtocol.Command> alex =
        supervisor(ALEX, "chat.remote-supervisor = local", this::show);
    alex.tell(message(1, ALEX, MOEBI, "hi"));
    assertThat(next()).isEqualTo("alex@localhost: hi");
    assertThat(sender.expectMessageClass(Send.class).content().text()).isEqualTo("chicken?");
  }

  @Test
  void acceptsSeveralMessagesAtOnce() throws InterruptedException {
    ActorRef<ChatProtocol.Command> kate = supervisor(KATE, "", this::show);
    kate.tell(
        messages(
            Endpoint.of(ALEX), Endpoint.of(KATE), text(1, "hi", false), text(2, "sup?", false)));
    assertThat(replies.receiveSeveralMessages(2))
        .containsExactlyInAnyOrder(new Done(1), new Done(2));
    assertThat(List.of(next(), next()))
        .containsExactly("alex@localhost: hi", "alex@localhost: sup?");
  }

  @Test
  void refusesMoreTasksThanItMayRun() {
    Semaphore reader = new Semaphore(0);
    ActorRef<ChatProtocol.Command> kate =
        supervisor(KATE, "chat.max-tasks = 2", (from, text) -> reader.acquireUninterruptibly());
    kate.tell(message(1, ALEX, KATE, "1"));
    kate.tell(message(2, MOEBI, KATE, "2"));
    kate.tell(message(3, ALEX, KATE, "3"));
    replies.expectMessage(new Refused(3));
    reader.release(2);
    assertThat(replies.receiveSeveralMessages(2))
        .containsExactlyInAnyOrder(new Done(1), new Done(2));
  }

  @Test
  void refusesMoreTextThanItMayHold() throws InterruptedException {
    Semaphore reader = new Semaphore(0);
    ActorRef<ChatProtocol.Command> kate =
        supervisor(
            KATE,
            "chat.max-task-bytes = 10 B", // Five characters.
            (from, text) -> {
              reader.acquireUninterruptibly();
              show(from, text);
            });
    kate.tell(message(1, ALEX, KATE, "1234"));
    kate.tell(message(2, MOEBI, KATE, "12"));
    replies.expectMessage(new Refused(2));
    kate.tell(message(3, MOEBI, KATE, "1"));
    reader.release(2);
    assertThat(replies.receiveSeveralMessages(2))
        .containsExactlyInAnyOrder(new Done(1), new Done(3));
  }

  @Test
  void showsTheMessagesForASessionThereUntilItIsClosed() throws InterruptedException {
    BlockingQueue<String> script = new LinkedBlockingQueue<>();
    ActorRef<ChatProtocol.Command> kate = supervisor(KATE, "", this::show);
    scripts.put(7L, new OutputWriter((from, text) -> script.add(from + ": " + text), "script"));
    kate.tell(toSession(1, 7));
    replies.expectMessage(new Done(1));
    assertThat(script.poll(5, TimeUnit.SECONDS)).isEqualTo("moebi@localhost: chicken?");
    assertThat(shown).isEmpty();

    scripts.remove(7L).close();
    kate.tell(toSession(2, 7));
    replies.expectMessage(new NotHere(2, false));
  }

  @Test
  void answersAnyNumberOfTextsForASessionThatIsClosed() {
    Semaphore reader = new Semaphore(0);
    ActorRef<ChatProtocol.Command> kate =
        supervisor(KATE, "", (from, text) -> reader.acquireUninterruptibly());
    scripts.put(7L, new OutputWriter((from, text) -> reader.acquireUninterruptibly(), "script"));
    int texts = 9_000;
    kate.tell(toSession(0, 7));
    IntStream.rangeClosed(1, texts).forEach(i -> kate.tell(toSession(i, 8)));
    reader.release();
    assertThat(replies.receiveSeveralMessages(texts + 1, Duration.ofSeconds(20)))
        .contains(new Done(0), new NotHere(1, false), new NotHere(texts, false));
    kate.tell(message(texts + 1, ALEX, KATE, "hi"));
    reader.release();
    replies.expectMessage(new Done(texts + 1));
  }

  @Test
  void answersAnyNumberOfTextsThatWaitWhenTheirSessionIsClosed() {
    Semaphore reader = new Semaphore(0);
    ActorRef<ChatProtocol.Command> kate = supervisor(KATE, "", this::show);
    scripts.put(
        7L,
        new OutputWriter(
            (from, text) -> {
              reader.acquireUninterruptibly();
              throw new IOException("the script has ended");
            },
            "script"));
    int texts = 9_000;
    IntStream.range(0, texts).forEach(i -> kate.tell(toSession(i, 7)));
    kate.tell(message(texts, ALEX, KATE, "the supervisor has taken all of them"));
    replies.expectMessage(new Done(texts));

    scripts.remove(7L).close();
    reader.release(texts);
    assertThat(replies.receiveSeveralMessages(texts, Duration.ofSeconds(20)))
        .allMatch(NotHere.class::isInstance);
  }

  private ReceiveMessages toSession(long id, long session) {
    Endpoint script = new Endpoint(NodeName.parse("send@localhost"), KATE, session);
    return messages(Endpoint.of(MOEBI), script, text(id, "chicken?", true));
  }

  private ReceiveMessages toDogs(long id, String text) {
    return messages(Endpoint.of(ALEX), Endpoint.of(KATE), Text.of(id, Content.toRoom(DOGS, text)));
  }

  private ReceiveMessages message(long id, NodeName from, NodeName to, String text) {
    return messages(Endpoint.of(from), Endpoint.of(to), text(id, text, false));
  }

  private ReceiveMessages messages(Endpoint from, Endpoint to, Text... texts) {
    return new ReceiveMessages(from, to, replyTo, List.of(texts));
  }

  private ActorRef<ChatProtocol.Command> supervisor(NodeName self, String others, Output output) {
    return supervisor(self, others, new OutputWriter(output, "output"));
  }

  private ActorRef<ChatProtocol.Command> supervisor(NodeName self, String others, Receiver own) {
    ChatSettings settings = Kits.settings(others);
    ShownTexts remembered = new ShownTexts(Store.none());
    Receiver remembering = remembered.remembering(own);
    return kit.spawn(
        ChatSupervisor.create(
            new ReceivedTexts(
                self,
                settings,
                session ->
                    Optional.ofNullable(
                        session == Endpoint.OWN ? remembering : scripts.get(session)),
                joined::contains,
                () -> true,
                remembered),
            (message, to) -> answer -> answer(to, message.to() + " answers: " + answer),
            new Personas(self, settings, sender.getRef()),
            remembered));
  }

  private CompletionStage<Optional<Receiver.Loss>> answer(Endpoint to, String answer) {
    shown.add(to.name() + " is told: " + answer);
    return CompletableFuture.completedStage(Optional.empty());
  }

  private void show(NodeName from, String text) {
    shown.add(from + ": " + text);
  }

  private String next() throws InterruptedException {
    return shown.poll(5, TimeUnit.SECONDS);
  }

  private static Text text(long id, String text, boolean isAutomatic) {
    return Text.of(id, isAutomatic ? Content.automatic(text) : Content.of(text));
  }
}
