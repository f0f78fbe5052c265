package chat.moebi.node;

import akka.Done;
import akka.actor.ActorRef;
import akka.actor.CoordinatedShutdown;
import akka.actor.PoisonPill;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.io.Tcp;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Cuts the connections of an ending ActorSystem once it has had the time to flush them.
 *
 * <p>Akka waits for the remoting's streams without a limit. Over TLS a stream may complete instead
 * of failing, and then wait for the other side to close the connection, so that the ActorSystem
 * would never end.
 */
public final class Connections {

  private Connections() {}

  /**
   * Lets an ActorSystem end, whatever its peers do.
   *
   * @param flush the longest time that the remoting takes to flush messages
   */
  public static void cutAtTheEndOf(ActorSystem<?> system, Duration flush) {
    akka.actor.ActorSystem classic = Adapter.toClassic(system);
    ActorRef connections = Tcp.get(classic).manager();
    CoordinatedShutdown.get(classic)
        .addTask(
            CoordinatedShutdown.PhaseActorSystemTerminate(),
            "cut-connections",
            () -> {
              classic
                  .scheduler()
                  .scheduleOnce(
                      flush.plus(flush.dividedBy(2)),
                      () -> connections.tell(PoisonPill.getInstance(), ActorRef.noSender()),
                      classic.dispatcher());
              return CompletableFuture.completedFuture(Done.getInstance());
            });
  }
}
