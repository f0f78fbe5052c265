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
 * Links a script with a node of another host, by an ActorSystem that has remoting only: it is no
 * member of the cluster, and no node hears of it but the one that it writes to.
 *
 * <p>That node opens a connection of its own to answer. So the ActorSystem listens, on the local
 * address from which the node is reached and on no other.
 */
final class RemoteLink implements Link {

  private static final Duration TO_END = Duration.ofMillis(800);

  private final ActorSystem<Request> system;
  private final Thread goodbye = new Thread(this::end, "goodbye");

  /** Starts it; {@code responses} is given them in an actor's thread. */
  RemoteLink(ContactPoint contact, Credentials credentials, Consumer<Response> responses) {
    this.system =
        ActorSystem.create(
            guardian(contact, responses),
            "script",
            ActorSystemSetup.create(
                BootstrapSetup.create(configuration(contact)), CookieEngines.setup(credentials)));
    // One that is interrupted says goodbye, too.
    Runtime.getRuntime().addShutdownHook(goodbye);
  }

  @Override
  public void send(Request request) {
    system.tell(request);
  }

  /** Tells that it does not: nobody who is no member can watch a node. */
  @Override
  public boolean noticesAnEnd() {
    return false;
  }

  /** Says goodbye and ends, in less than a second. */
  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(goodbye); // It would keep this for good.
    } catch (IllegalStateException e) {
      // The process is ending, and it runs.
    }
  }

  private void end() {
    system.terminate();
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(TO_END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // It ends with the process.
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
          // Not the guardian itself: the refs of two scripts that had the same port, one after the
          // other, must differ.
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

  /** Asks a node on behalf of a script, tells the node that the script lives, and says goodbye. */
  static Behavior<Request> asking(ActorRef<RemoteScripts.Command> node, ActorRef<Response> script) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(new Request.Ping(), RemoteScripts.ALIVE);
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
                "akka.actor.provider",
                "remote",
                "chat.dispatch",
                "akka",
                "akka.remote.artery.transport",
                "tls-tcp",
                "akka.loglevel",
                "off",
                "akka.remote.artery.canonical.hostname",
                localAddress(contact).getHostAddress(),
                "akka.remote.artery.canonical.port",
                0))
        .withFallback(ConfigFactory.load());
  }

  // To connect a datagram socket sends nothing, and chooses the route.
  private static InetAddress localAddress(ContactPoint contact) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(contact.host(), contact.port()));
      return socket.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException("there is no way to " + contact, e);
    }
  }
}
