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
 * Cuts the connections of an ActorSystem that is ending, once it has had the time to flush them.
 *
 * <p>Akka's remoting waits for its streams without a limit. Over TLS one of them now and then ends
 * in good order instead of being broken off, and then waits for the other side to close the
 * connection, which has no reason to: the ActorSystem would never end.
 */
public final class Connections {

  private Connections() {}

  /**
   * Sees to it that an ActorSystem ends, whatever its peers do.
   *
   * @param flush how long its remoting takes to flush what is on its way, at most
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
