package chat.moebi.script;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.cluster.PeerAddress;
import chat.moebi.cookie.CookieEngines;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.ContactPoint;
import chat.moebi.script.RemoteScripts.Ask;
import chat.moebi.script.RemoteScripts.Goodbye;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Connects a script to a node of another host, by an ActorSystem with remoting only. It is not a
 * member of the cluster, and only that node hears of it.
 *
 * <p>The node opens a connection of its own to answer. So the ActorSystem listens, only on the
 * local address from which it reaches the node.
 */
final class RemoteConnection implements NodeConnection {

  private static final Duration END_TIMEOUT = Duration.ofMillis(800);

  private final ActorSystem<Request> system;
  private final Thread shutdownHook = new Thread(this::end, "goodbye");

  /** Starts the ActorSystem; {@code responses} is called on the thread of an actor. */
  RemoteConnection(ContactPoint contact, Credentials credentials, Consumer<Response> responses) {
    this.system =
        ActorSystem.create(
            guardian(contact, responses),
            "script",
            ActorSystemSetup.create(
                BootstrapSetup.create(configuration(contact)), CookieEngines.setup(credentials)));
    // An interrupted script says goodbye as well.
    Runtime.getRuntime().addShutdownHook(shutdownHook);
  }

  @Override
  public void send(Request request) {
    system.tell(request);
  }

  /** Returns false, because only a member of the cluster can watch a node. */
  @Override
  public boolean noticesEnd() {
    return false;
  }

  /** Says goodbye and ends, within a second. */
  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook runs.
    }
  }

  private void end() {
    system.terminate();
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The ActorSystem ends with the process.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Behavior<Request> guardian(ContactPoint contact, Consumer<Response> responses) {
    return Behaviors.setup(
        context -> {
          ActorRef<RemoteScripts.Command> node =
              ActorRefResolver.get(context.getSystem())
                  .resolveActorRef(
                      PeerAddress.at(contact.toString()) + "/user/" + RemoteScripts.ACTOR);
          // Not the guardian itself: two scripts that use the same port, one after the other, need
          // different refs.
          ActorRef<Response> script =
              context.spawn(
                  Behaviors.receiveMessage(
                      response -> {
                        responses.accept(response);
                        return Behaviors.same();
                      }),
                  "script");
          return asking(node, script);
        });
  }

  /** Passes requests to a node, tells it regularly that the script lives, and says goodbye. */
  static Behavior<Request> asking(ActorRef<RemoteScripts.Command> node, ActorRef<Response> script) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(new Request.Ping(), RemoteScripts.PING_INTERVAL);
          return Behaviors.receive(Request.class)
              .onAnyMessage(
                  request -> {
                    node.tell(new Ask(request, script));
                    return Behaviors.same();
                  })
              .onSignal(
                  PostStop.class,
                  signal -> {
                    node.tell(new Goodbye(script));
                    return Behaviors.same();
                  })
              .build();
        });
  }

  private static Config configuration(ContactPoint contact) {
    return ConfigFactory.parseMap(
            Map.of(
                "akka.actor.provider", "remote",
                "chat.dispatch", "akka",
                "akka.remote.artery.transport", "tls-tcp",
                "akka.loglevel", "off",
                "akka.remote.artery.canonical.hostname", localAddress(contact).getHostAddress(),
                "akka.remote.artery.canonical.port", 0))
        .withFallback(ConfigFactory.load());
  }

  // Connecting a datagram socket sends nothing, but chooses the route.
  private static InetAddress localAddress(ContactPoint contact) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(contact.host(), contact.port()));
      return socket.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException("there is no route to " + contact, e);
    }
  }
}
