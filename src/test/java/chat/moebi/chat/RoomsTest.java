package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import chat.moebi.cluster.View.Status;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.otp.function.Functions;
import chat.moebi.output.Message;
import chat.moebi.output.Output;
import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shows who is in which room, and who shows a text to a room. */
@Timeout(90)
@StartsActorSystem
class RoomsTest {

  private static final RoomName DOGS = RoomName.parse("#dogs");
  private static final RoomName CATS = RoomName.parse("#cats");
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int NODES = 12;
  private static final int TEXTS = 300;

  /** A node and the texts that it has shown: {@code #dogs alex: hi}. */
  private static final class Member implements Output {
    final Queue<Message> shown = new ConcurrentLinkedQueue<>();
    volatile CompletableFuture<Void> reads = CompletableFuture.completedFuture(null);
    Chat chat;

    @Override
    public void show(NodeName from, String text) {
      throw new AssertionError("a text without its message");
    }

    @Override
    public void show(Message message) {
      reads.join();
      shown.add(message);
    }

    List<String> lines() {
      return shown.stream()
          .map(m -> m.room().map(r -> r + " ").orElse("") + m.from().name() + ": " + m.text())
          .toList();
    }

    NodeName name() {
      return chat.name();
    }

    void join(RoomName room) {
      chat.rooms().join(room).toCompletableFuture().join();
    }

    void leave(RoomName room) {
      chat.rooms().leave(room).toCompletableFuture().join();
    }

    GroupResult send(RoomName room, String text) {
      return chat.send(room, text).toCompletableFuture().join();
    }

    Set<NodeName> in(RoomName room) {
      return chat.rooms().members(room);
    }

    void await(Runnable assertion) {
      TestProbe.create(chat.system())
          .awaitAssert(
              LIMIT,
              () -> {
                assertion.run();
                return null;
              });
    }
  }

  @TempDir Path registry;

  private final List<Member> members = new ArrayList<>();

  @AfterEach
  void closeAll() throws InterruptedException {
    members.forEach(member -> member.reads.complete(null));
    var closing = Executors.newFixedThreadPool(4);
    members.forEach(member -> closing.execute(member.chat::close));
    closing.shutdown();
    assertThat(closing.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void aTextToARoomIsShownByTheOthersInItAndByNobodyElse() {
    Member alex = start("alex");
    Member kate = start("kate");
    Member moebi = start("moebi");
    Member zoe = start("zoe");
    Stream.of(alex, kate, moebi).forEach(member -> member.join(DOGS));
    zoe.join(CATS);

    assertThat(alex.send(DOGS, "hi")).isEqualTo(new GroupResult.Shown(2));
    assertThat(zoe.send(DOGS, "meow")).isEqualTo(new GroupResult.Shown(3));

    assertThat(alex.lines()).containsExactly("#dogs zoe: meow");
    assertThat(kate.lines()).containsExactly("#dogs alex: hi", "#dogs zoe: meow");
    assertThat(moebi.lines()).as("no persona answers").isEqualTo(kate.lines());
    assertThat(zoe.lines()).isEmpty();
    assertThat(kate.shown.peek().id()).isEqualTo(moebi.shown.peek().id());
    assertThat(kate.shown.peek().isToAll()).isFalse();
    assertThat(alex.chat.rooms().all())
        .containsOnlyKeys(CATS, DOGS)
        .containsEntry(DOGS, alex.chat.rooms().members(DOGS));
    assertThat(zoe.in(DOGS)).containsExactly(alex.name(), kate.name(), moebi.name());
    assertThat(alex.in(CATS)).containsExactly(zoe.name());
  }

  @Test
  void aTextToNobodyElseIsRefused() {
    Member alex = start("alex");
    Member kate = start("kate");
    assertThat(alex.send(DOGS, "hi").sentence()).isEqualTo("nobody else is in #dogs");
    alex.join(DOGS);
    assertThat(alex.send(DOGS, "hi").sentence()).isEqualTo("nobody else is in #dogs");
    assertThat(kate.send(DOGS, "x".repeat(65_537)).sentence())
        .isEqualTo("the message is too long: 65537 of at most 65536 bytes");
    assertThat(kate.send(DOGS, "hi")).isEqualTo(new GroupResult.Shown(1));
    assertThat(alex.lines()).containsExactly("#dogs kate: hi");
  }

  @Test
  void theOthersKnowAtOnceWhoHasJoinedOrLeft() {
    Member alex = start("alex");
    Member kate = start("kate");
    for (int i = 0; i < 50; i++) {
      alex.join(DOGS);
      assertThat(kate.in(DOGS)).containsExactly(alex.name());
      alex.leave(DOGS);
      assertThat(kate.in(DOGS)).isEmpty();
    }
  }

  @Test
  void aNodeThatIsReadyKnowsWhoWasInARoomBefore() {
    Member alex = start("alex");
    Member kate = start("kate");
    alex.join(DOGS);
    kate.join(DOGS);
    for (int i = 0; i < 8; i++) {
      Member newcomer = start("newcomer");
      assertThat(newcomer.send(DOGS, "hi " + i)).isEqualTo(new GroupResult.Shown(2));
      assertThat(newcomer.in(DOGS)).containsExactly(alex.name(), kate.name());
      members.remove(newcomer);
      newcomer.chat.close();
    }
    assertThat(kate.lines())
        .isEqualTo(IntStream.range(0, 8).mapToObj(i -> "#dogs newcomer: hi " + i).toList());
  }

  @Test
  void aNodeThatLeavesTheClusterIsInNoRoom() {
    Member alex = start("alex");
    Member kate = start("kate");
    Member zoe = start("zoe");
    kate.join(DOGS);
    zoe.join(DOGS);
    members.remove(kate);
    kate.chat.close();
    alex.await(() -> assertThat(alex.in(DOGS)).containsExactly(zoe.name()));
    assertThat(alex.send(DOGS, "hi")).isEqualTo(new GroupResult.Shown(1));
  }

  @Test
  void aNodeThatStartsAnotherActorSystemIsInItsRoomsAgain() {
    Member alex = start("alex");
    Member kate = start("kate");
    alex.join(CATS);
    kate.join(DOGS);
    Address former =
        AddressFromURIString.parse(alex.chat.view().nodes().get(kate.name()).address());
    long incarnation = alex.chat.view().nodes().get(kate.name()).incarnation();

    Cluster.get(alex.chat.system()).manager().tell(Down.apply(former));
    alex.await(
        () ->
            assertThat(alex.chat.view().nodes().get(kate.name()))
                .matches(peer -> peer != null && peer.incarnation() != incarnation)
                .returns(Status.UP, peer -> peer.status()));

    alex.await(() -> assertThat(alex.in(DOGS)).containsExactly(kate.name()));
    kate.await(() -> assertThat(kate.in(CATS)).containsExactly(alex.name()));
    assertThat(alex.send(DOGS, "welcome back")).isEqualTo(new GroupResult.Shown(1));
    kate.join(CATS); // The present ActorSystem announces it.
    assertThat(alex.in(CATS)).containsExactly(alex.name(), kate.name());
  }

  @Test
  void aNodeThatRejoinsSaysSoInPlaceOfNobodyElse() {
    Member alex = start("alex");
    Member kate = start("kate");
    kate.join(DOGS);
    ActorSystem<?> former = alex.chat.system();
    former.terminate();
    former.getWhenTerminated().toCompletableFuture().join();

    String sentence = "no connection to other nodes now; try again";
    assertThat(alex.send(DOGS, "hi").sentence()).isEqualTo(sentence);
    assertThat(alex.chat.sendToAll("hi").toCompletableFuture().join().sentence())
        .isEqualTo(sentence);
    kate.await(() -> assertThat(alex.send(DOGS, "hi")).isEqualTo(new GroupResult.Shown(1)));
  }

  @Test
  void textsToANodeAndToItsRoomsAreShownInTheOrderInWhichTheyWereSent() {
    Member alex = start("alex");
    Member kate = start("kate");
    Member zoe = start("zoe");
    Stream.of(kate, zoe).forEach(member -> member.join(DOGS));
    kate.join(CATS);

    List<CompletionStage<?>> results = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      results.add(alex.chat.send("kate", "" + i++));
      results.add(alex.chat.send(DOGS, "" + i++));
      results.add(alex.chat.send(CATS, "" + i++));
      results.add(alex.chat.sendToAll("" + i));
    }
    results.forEach(result -> result.toCompletableFuture().join());

    assertThat(kate.shown)
        .extracting(Message::text)
        .isEqualTo(IntStream.range(0, TEXTS).mapToObj(i -> "" + i).toList());
    assertThat(zoe.shown)
        .extracting(Message::text)
        .isEqualTo(
            IntStream.range(0, TEXTS).filter(i -> i % 2 == 1).mapToObj(i -> "" + i).toList());
  }

  @Test
  void eachTextIsCountedByThoseWhoShowItThoughNodesJoinAndLeave() throws Exception {
    Member alex = start("alex");
    Member kate = start("kate");
    Member zoe = start("zoe");
    zoe.join(DOGS);
    CompletableFuture<Void> comingAndGoing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 100; i++) {
                kate.join(DOGS);
                kate.leave(DOGS);
              }
            });

    List<CompletableFuture<GroupResult>> results = new ArrayList<>();
    for (int i = 0; !comingAndGoing.isDone() || i < TEXTS; i++) {
      results.add(alex.chat.send(DOGS, "" + i).toCompletableFuture());
      if (i % 20 == 0) {
        results.get(i).get(); // So that the sends last as long as the joins.
      }
    }
    comingAndGoing.get();

    Set<String> atKate = Set.copyOf(kate.lines());
    assertThat(kate.lines()).doesNotHaveDuplicates();
    assertThat(zoe.lines()).hasSize(results.size());
    int both = 0;
    for (int i = 0; i < results.size(); i++) {
      boolean isAtKate = atKate.contains("#dogs alex: " + i);
      assertThat(results.get(i).get()).isEqualTo(new GroupResult.Shown(isAtKate ? 2 : 1));
      both += isAtKate ? 1 : 0;
    }
    assertThat(both).isBetween(1, results.size() - 1);
  }

  @Test
  void aNodeThatDoesNotShowATextInTimeIsNamed() {
    Member alex = start("alex");
    Member kate = start("kate");
    Member zoe = start("zoe");
    Stream.of(kate, zoe).forEach(member -> member.join(DOGS));
    zoe.reads = new CompletableFuture<>();
    try (Session session = alex.chat.open(NodeName.parse("cron@localhost"), alex)) {
      GroupResult result =
          session.send(DOGS, "hi", Duration.ofMillis(500)).toCompletableFuture().join();
      assertThat(result.sentence())
          .isEqualTo("not shown by zoe@localhost (no answer within 0.5 s); shown by 1");
    }
    zoe.reads.complete(null);
    kate.await(() -> assertThat(zoe.lines()).containsExactly("#dogs cron: hi"));
  }

  @Test
  void aTextToAllIsShownByEachOtherNode() {
    Member alex = start("alex");
    assertThat(alex.chat.sendToAll("hi").toCompletableFuture().join().sentence())
        .isEqualTo("nobody else is here");
    Member kate = start("kate");
    Member moebi = start("moebi");
    assertThat(alex.chat.sendToAll("hi").toCompletableFuture().join())
        .isEqualTo(new GroupResult.Shown(2));
    assertThat(kate.lines()).containsExactly("alex: hi");
    assertThat(moebi.lines()).containsExactly("alex: hi");
    assertThat(kate.shown.peek().isToAll()).isTrue();
    assertThat(alex.lines()).as("no persona answers").isEmpty();
  }

  @Test
  void aScriptIsNoNodeSoThatTheNodeItUsesShowsItsText() {
    Member alex = start("alex");
    alex.join(DOGS);
    try (Session script = alex.chat.open(NodeName.parse("send@localhost"), alex)) {
      assertThat(script.send(DOGS, "hi", LIMIT).toCompletableFuture().join())
          .isEqualTo(new GroupResult.Shown(1));
    }
    assertThat(alex.lines()).containsExactly("#dogs send: hi");
  }

  @Test
  void twelveNodesInOneRoomAllShowWhatEachOfThemSends() throws Exception {
    for (int i = 0; i < NODES; i++) {
      start(String.format("node-%02d", i));
    }
    CompletableFuture.allOf(
            members.stream()
                .map(member -> member.chat.rooms().join(DOGS).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new))
        .join();
    List<NodeName> all = members.stream().map(Member::name).toList();
    assertThat(members).allSatisfy(member -> assertThat(member.in(DOGS)).containsAll(all));

    List<CompletableFuture<GroupResult>> results = new ArrayList<>();
    for (Member member : members) {
      results.add(member.chat.send(DOGS, "hi").toCompletableFuture());
    }

    for (CompletableFuture<GroupResult> result : results) {
      assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(new GroupResult.Shown(NODES - 1));
    }
    for (Member member : members) {
      assertThat(member.lines())
          .containsExactlyInAnyOrderElementsOf(
              all.stream()
                  .filter(name -> !name.equals(member.name()))
                  .map(name -> "#dogs " + name.name() + ": hi")
                  .toList());
    }
  }

  @Test
  void theRoomsOfANodeAreBounded() {
    Member alex = start("alex");
    for (int i = 0; i < 64; i++) {
      alex.join(RoomName.parse("#" + i));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> alex.join(DOGS))
        .withMessage("this node is in 64 rooms already; leave one first");
    alex.join(RoomName.parse("#63"));
    alex.leave(RoomName.parse("#63"));
    alex.join(DOGS);
    assertThat(alex.chat.rooms().all()).hasSize(64);
  }

  private Member start(String name) {
    Member member = new Member();
    member.chat = TestChats.inCluster(name, registry, "", Functions.installed(), member);
    members.add(member);
    return member;
  }
}
