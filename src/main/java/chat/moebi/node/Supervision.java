package chat.moebi.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;

/**
 * Supervises the actors that a node cannot do without.
 *
 * <p>An actor that fails is restarted after a pause, which doubles from one failure to the next. An
 * actor that fails {@value #MAX_RESTARTS} times and once more, without {@link #RESET_AFTER} in
 * between, stops. The user guardian watches it and does not handle its end, so the guardian fails,
 * the ActorSystem ends, and {@link NodeKeeper} starts a fresh one, again after pauses that grow. So
 * a failure that comes back at once costs a few restarts a minute and no more.
 *
 * <p>Actors whose state others rely on resume instead: they drop the message and keep the state.
 * Nothing repeats that message, so a resumed actor needs no pause and no limit.
 */
public final class Supervision {

  static final int MAX_RESTARTS = 5;
  static final Duration RESET_AFTER = Duration.ofSeconds(30);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Restarts an actor that fails, after pauses that grow; stops it if it fails too often. */
  public static final SupervisorStrategy RESTART =
      SupervisorStrategy.restartWithBackoff(SHORTEST_PAUSE, LONGEST_PAUSE, 0.1)
          .withMaxRestarts(MAX_RESTARTS)
          .withResetBackoffAfter(RESET_AFTER)
          // As many as the mailbox takes: nothing is lost because an actor pauses.
          .withStashCapacity(Integer.MAX_VALUE);

  private Supervision() {}

  /**
   * Spawns an actor that is restarted when it fails; the ActorSystem ends if it fails too often.
   */
  public static <C> ActorRef<C> restarting(
      ActorContext<?> guardian, Behavior<C> behavior, String name) {
    return spawn(guardian, behavior, RESTART, name);
  }

  /** Spawns an actor that drops a message at which it fails, and goes on with what it knows. */
  public static <C> ActorRef<C> resuming(
      ActorContext<?> guardian, Behavior<C> behavior, String name) {
    return spawn(guardian, behavior, SupervisorStrategy.resume(), name);
  }

  /** Spawns an actor under a strategy of its own; the ActorSystem ends when the actor stops. */
  public static <C> ActorRef<C> spawn(
      ActorContext<?> guardian, Behavior<C> behavior, SupervisorStrategy strategy, String name) {
    ActorRef<C> actor = guardian.spawn(Behaviors.supervise(behavior).onFailure(strategy), name);
    guardian.watch(actor);
    return actor;
  }
}
