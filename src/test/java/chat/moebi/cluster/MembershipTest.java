package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.cluster.MembershipProtocol.Hello;
import chat.moebi.cluster.MembershipProtocol.HelloAck;
import chat.moebi.cluster.MembershipProtocol.RoomsChanged;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.node.Connections;
import chat.moebi.node.Guardians;
import chat.moebi.node.Node;
import chat.moebi.node.Settings;
import chat.moebi.registry.Registry;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@StartsActorSystem
class MembershipTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final RoomName CATS = RoomName.parse("#cats");
  private static final RoomName DOGS = RoomName.parse("#dogs");
  private static final long INCARNATION = 42;

  @TempDir private Path temporary;

  @Test
  void aHelloGoesToTheActorThatHasTheSendersAddressNow() throws Exception {
    try (Node alex = start()) {
      CompletableFuture<Hello> greeting = new CompletableFuture<>();
      String address = alex.view().nodes().get(alex.name()).address();
      ActorSystem<Void> other =
          ActorSystem.create(
              oneAfterTheOther(address, greeting), PeerAddress.SYSTEM, StrangerSetup.with(""));
      Connections.cutAtTheEndOf(other, Duration.ofMillis(600));
      try {
        Hello hello = greeting.get(20, TimeUnit.SECONDS);

        assertThat(hello.name()).isEqualTo(alex.name());
        assertThat(hello.to()).isEqualTo(INCARNATION);
      } finally {
        other.terminate();
        other.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aRoomIsJoinedWhenANodeThatDoesNotAnswerIsForgotten() throws Exception {
    try (Node alex = start();
        Stranger kate = new Stranger(alex)) {
      kate.sayHello(1);
      awaitThat(alex, () -> assertThat(alex.view().nodes()).containsKey(KATE));
      CompletableFuture<Done> known = new CompletableFuture<>();
      membership(alex, alex.system()).tell(new RoomsChanged(known));
      assertThat(known.get(30, TimeUnit.SECONDS)).isEqualTo(Done.getInstance());
      assertThat(alex.view().nodes()).doesNotContainKey(KATE);
    }
  }

  @Test
  void theRoomsOfAnOldHelloOrAnswerDoNotReplaceLaterOnes() throws Exception {
    try (Node alex = start();
        Stranger kate = new Stranger(alex)) {
      kate.sayHello(3, "#dogs");
      kate.answers.expectMessageClass(HelloAck.class);
      kate.greeted.tell(new HelloAck(KATE, INCARNATION, 1, 2, List.of()));
      kate.sayHello(2);
      kate.answers.expectMessageClass(HelloAck.class);
      assertThat(alex.view().nodes().get(KATE).rooms()).containsExactly(DOGS);

      kate.greeted.tell(new HelloAck(KATE, INCARNATION, 1, 4, List.of("#cats")));
      kate.sayHello(3, "#dogs");
      kate.answers.expectMessageClass(HelloAck.class);
      assertThat(alex.view().nodes().get(KATE).rooms()).containsExactly(CATS);
    }
  }

  /** A node that says hello and answers none. */
  private static final class Stranger implements AutoCloseable {
    private final ActorSystem<Void> system =
        ActorSystem.create(Behaviors.empty(), PeerAddress.SYSTEM, StrangerSetup.with(""));
    private final TestProbe<MembershipProtocol.Command> answers = TestProbe.create(system);
    private final ActorRef<MembershipProtocol.Command> greeted;

    Stranger(Node greeted) {
      Connections.cutAtTheEndOf(system, Duration.ofMillis(600));
      this.greeted = membership(greeted, system);
    }

    void sayHello(long at, String... rooms) {
      greeted.tell(new Hello(KATE, INCARNATION, 0, at, answers.getRef(), List.of(rooms)));
    }

    @Override
    public void close() {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    }
  }

  private static ActorRef<MembershipProtocol.Command> membership(Node node, ActorSystem<?> from) {
    String address = node.view().nodes().get(node.name()).address();
    return ActorRefResolver.get(from).resolveActorRef(address + "/user/" + Membership.ACTOR);
  }

  private static void awaitThat(Node node, Runnable assertion) {
    TestProbe.create(node.system())
        .awaitAssert(
            Duration.ofSeconds(20),
            () -> {
              assertion.run();
              return null;
            });
  }

  private Node start() {
    return Node.start(
        Settings.from(named("alex"), TestCookie.CREDENTIALS),
        Registry.at(temporary.resolve("chat")),
        Guardians.bare(),
        new Node.Listener() {});
  }

  /**
   * Sends a hello whose sender has ended, and completes the future with the hello that the next
   * actor of the same name receives. The next actor exists before the hello is sent, because Akka
   * may keep the ref that it has found for a path even when another actor is there.
   */
  private static Behavior<Void> oneAfterTheOther(
      String address, CompletableFuture<Hello> greeting) {
    return Behaviors.<Void>setup(
        context -> {
          ActorRef<MembershipProtocol.Command> first =
              context.spawn(
                  Behaviors.<MembershipProtocol.Command>setup(c -> Behaviors.stopped()),
                  Membership.ACTOR);
          context.watch(first);
          ActorRef<MembershipProtocol.Command> alex =
              ActorRefResolver.get(context.getSystem())
                  .resolveActorRef(address + "/user/" + Membership.ACTOR);
          return Behaviors.receive(Void.class)
              .onSignal(
                  Terminated.class,
                  signal -> {
                    context.spawn(next(greeting), Membership.ACTOR);
                    alex.tell(new Hello(KATE, INCARNATION, 0, 1, first, List.of()));
                    return Behaviors.same();
                  })
              .build();
        });
  }

  private static Behavior<MembershipProtocol.Command> next(CompletableFuture<Hello> greeting) {
    return Behaviors.receive(MembershipProtocol.Command.class)
        .onMessage(
            Hello.class,
            hello -> {
              greeting.complete(hello);
              return Behaviors.same();
            })
        .build();
  }

  private static Config named(String name) {
    return ConfigFactory.parseMap(Map.of("chat.name", name)).withFallback(ConfigFactory.load());
  }
}
