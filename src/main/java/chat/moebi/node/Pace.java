package chat.moebi.node;

import akka.actor.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ClusterEvent.ClusterDomainEvent;
import akka.cluster.ClusterEvent.ReachabilityChanged;
import akka.cluster.ClusterEvent.SeenChanged;
import akka.cluster.InternalClusterAction.GossipTick$;
import akka.cluster.InternalClusterAction.LeaderActionsTick$;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.time.Duration;

/**
 * Makes the cluster gossip at once, and quickly, when there is news, until all have seen it; one a
 * node, at {@code /user/pace}.
 *
 * <p>Akka's own intervals are the same at all times: short ones keep nodes busy that have nothing
 * to say to each other, the more of them there are, and with long ones whoever joins or leaves
 * waits. So they are long, and this beats time in between. It sends what Akka's timers send, which
 * is internal to Akka; did it no longer have an effect, the cluster would be slower, and well.
 */
final class Pace extends AbstractBehavior<Pace.Command> {

  /** The name of the actor under the user guardian. */
  static final String ACTOR = "pace";

  /** What it takes. */
  sealed interface Command {}

  private record Happened(ClusterDomainEvent event) implements Command {}

  private enum Beat implements Command {
    INSTANCE
  }

  /**
   * Multiplied by the square of their number: of more members there are more rounds, and each tells
   * of more. (Akka adds two rounds to each while few have seen the newest.)
   */
  private static final Duration INTERVAL_PER_PAIR = Duration.ofMillis(1);

  private static final int LEAST_MEMBERS = 10;

  /** Longer than agreeing takes; where a member is silent, all never agree. */
  private static final int BEATS = 20;

  private final TimerScheduler<Command> timers;
  private final akka.cluster.Cluster cluster;
  private int left;

  /** Creates it. */
  static Behavior<Command> create() {
    return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Pace(context, timers)));
  }

  private Pace(ActorContext<Command> context, TimerScheduler<Command> timers) {
    super(context);
    this.timers = timers;
    this.cluster = akka.cluster.Cluster.get(context.getSystem().classicSystem());
    Cluster.get(context.getSystem())
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(ClusterDomainEvent.class, Happened::new),
                ClusterDomainEvent.class));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Happened.class, this::onHappened)
        .onMessage(Beat.class, this::onBeat)
        .build();
  }

  private Behavior<Command> onHappened(Happened message) {
    if (message.event() instanceof SeenChanged seen && seen.convergence()) {
      tell(LeaderActionsTick$.MODULE$); // What waited for all to agree.
      if (areAllUp()) {
        left = 0;
        timers.cancel(Beat.INSTANCE);
      }
    } else if (!(message.event() instanceof ReachabilityChanged)) { // Which tells no news.
      boolean isResting = left == 0;
      left = BEATS;
      if (isResting) {
        beat();
      }
    }
    return this;
  }

  private void beat() {
    left--;
    tell(GossipTick$.MODULE$);
    tell(LeaderActionsTick$.MODULE$);
    int members = Math.max(LEAST_MEMBERS, cluster.state().members().size());
    timers.startSingleTimer(
        Beat.INSTANCE, INTERVAL_PER_PAIR.multipliedBy((long) members * members));
  }

  private Behavior<Command> onBeat(Beat beat) {
    if (left > 0) {
      beat();
    }
    return this;
  }

  private boolean areAllUp() {
    for (Member member : cluster.state().getMembers()) {
      if (!member.status().equals(MemberStatus.up())) {
        return false;
      }
    }
    return true;
  }

  private void tell(Object tick) {
    cluster.clusterCore().tell(tick, ActorRef.noSender());
  }
}
