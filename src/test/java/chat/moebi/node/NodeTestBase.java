package chat.moebi.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorSystem;
import chat.moebi.cluster.Presence;
import chat.moebi.cluster.Presence.Change;
import chat.moebi.cluster.View;
import chat.moebi.cluster.View.Status;
import chat.moebi.registry.Registry;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs real ActorSystems in this JVM, which reach each other over loopback. The longest tests,
 * which mostly wait, run at the same time.
 */
@Timeout(90)
@StartsActorSystem
abstract class NodeTestBase {

  static final Duration LIMIT = Duration.ofSeconds(20);

  /** What a node's owner is told, and what its view said in that moment. */
  record Told(Presence presence, View view) {}

  /** A node and what its owner has been told so far. */
  record Running(
      Node node, ActorSystem<?> system, BlockingQueue<Told> told, BlockingQueue<View> views) {

    Map<String, Status> statuses() {
      return node.view().nodes().values().stream()
          .collect(Collectors.toMap(peer -> peer.name().toString(), View.Peer::status));
    }

    Told next() throws InterruptedException {
      Told next = told.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(next).as("presence told to " + node.name()).isNotNull();
      return next;
    }

    /** Waits until it is told that it was cut off, and then that it is back. */
    void awaitRejoined() throws InterruptedException {
      View lost = views.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(lost).as("%s is told that it was lost", node.name()).isNotNull();
      assertThat(lost.nodes().values()).extracting(View.Peer::status).doesNotContain(Status.UP);
      assertThat(views.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS))
          .as("%s is told that it is back", node.name())
          .isNotNull();
    }

    void await(Runnable assertion) {
      TestProbe.create(node.system())
          .awaitAssert(
              LIMIT,
              () -> {
                assertion.run();
                return null;
              });
    }

    void awaitStatuses(Map<String, Status> expected) {
      await(() -> assertThat(statuses()).isEqualTo(expected));
    }
  }

  @TempDir Path temporary;
  Registry registry;
  final List<Node> nodes = new CopyOnWriteArrayList<>();

  @BeforeEach
  void openRegistry() {
    registry = Registry.at(temporary.resolve("chat"));
  }

  @AfterEach
  void closeNodes() {
    CompletableFuture.allOf(
            nodes.stream()
                .map(node -> CompletableFuture.runAsync(node::close, NodeTestBase::inItsOwnThread))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  static long incarnationOf(Running node) {
    return peerOf(node).incarnation();
  }

  static Address addressOf(Running node) {
    return AddressFromURIString.parse(peerOf(node).address());
  }

  static View.Peer peerOf(Running node) {
    View view = node.node().view();
    return view.nodes().get(view.self());
  }

  Running start(String name) {
    return start(name, "");
  }

  Running start(String name, String hocon) {
    return start(name, hocon, () -> {});
  }

  Running start(String name, String hocon, Runnable guardian) {
    return start(name, hocon, registry, guardian);
  }

  Running start(String name, String hocon, Registry home, Runnable guardian) {
    BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    AtomicReference<Supplier<View>> view = new AtomicReference<>();
    AtomicReference<ActorSystem<?>> system = new AtomicReference<>();
    BlockingQueue<View> lostAndBack = new LinkedBlockingQueue<>();
    Node node =
        Node.start(
            settings(name, hocon),
            home,
            Guardians.with(
                (context, views) -> {
                  guardian.run();
                  view.set(views);
                  system.set(context.getSystem());
                }),
            new Node.Listener() {
              @Override
              public void presence(Presence presence) {
                told.add(new Told(presence, view.get().get()));
              }

              private Node node;
              private boolean wasLost;

              @Override
              public void starting(Node started) {
                node = started;
              }

              @Override
              public void lost() {
                wasLost = true;
                lostAndBack.add(node.view());
              }

              @Override
              public void ready(View view) {
                if (wasLost) {
                  lostAndBack.add(view);
                }
              }
            });
    nodes.add(node);
    return new Running(node, system.get(), told, lostAndBack);
  }

  static void await(CyclicBarrier instant) {
    try {
      instant.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  static Settings settings(String name, String hocon) {
    return Settings.from(
        ConfigFactory.parseString(hocon)
            .withFallback(ConfigFactory.parseMap(Map.of("chat.name", name)))
            .withFallback(ConfigFactory.load()),
        TestCookie.CREDENTIALS);
  }

  static Presence presence(Running node, Change change) {
    return new Presence(node.node().name(), change);
  }

  static <T> CompletableFuture<T> inThread(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, NodeTestBase::inItsOwnThread);
  }

  static void inItsOwnThread(Runnable work) {
    new Thread(work).start();
  }
}
