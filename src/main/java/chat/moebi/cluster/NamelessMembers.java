package chat.moebi.cluster;

import akka.actor.Address;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ClusterEvent.ReachabilityEvent;
import akka.cluster.ClusterEvent.UnreachableMember;
import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Subscribe;
import java.time.Duration;

/**
 * Downs members that bear no name which this node can read, and that stay unreachable for {@code
 * chat.cluster.forget-after}; one a node, at {@code /user/nameless-members}.
 *
 * <p>The directory ignores such members, so nobody else would ever remove a dead one, and it would
 * hold up all that needs the agreement of all members.
 */
public final class NamelessMembers extends AbstractBehavior<NamelessMembers.Command> {

  /** The name of the actor under the user guardian. */
  public static final String ACTOR = "nameless-members";

  /** What the actor takes. */
  public sealed interface Command {}

  private record Changed(ReachabilityEvent event) implements Command {}

  private record Forget(UniqueAddress member) implements Command {}

  private final TimerScheduler<Command> timers;
  private final Duration forgetAfter;
  private final Cluster cluster;

  /** Creates the actor. */
  public static Behavior<Command> create(Duration forgetAfter) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new NamelessMembers(context, timers, forgetAfter)));
  }

  private NamelessMembers(
      ActorContext<Command> context, TimerScheduler<Command> timers, Duration forgetAfter) {
    super(context);
    context.setLoggerName(NamelessMembers.class);
    this.timers = timers;
    this.forgetAfter = forgetAfter;
    this.cluster = Cluster.get(context.getSystem());
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(ReachabilityEvent.class, Changed::new),
                ReachabilityEvent.class));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Changed.class, this::onChanged)
        .onMessage(Forget.class, this::onForget)
        .build();
  }

  private Behavior<Command> onChanged(Changed message) {
    Member member = message.event().member();
    if (message.event() instanceof UnreachableMember) {
      if (!NameRoles.isNamed(member)) {
        Forget forget = new Forget(member.uniqueAddress());
        timers.startSingleTimer(member.uniqueAddress(), forget, forgetAfter);
      }
    } else {
      timers.cancel(member.uniqueAddress());
    }
    return this;
  }

  private Behavior<Command> onForget(Forget message) {
    for (Member member : cluster.state().getUnreachable()) {
      if (member.uniqueAddress().equals(message.member())) {
        Address address = member.address();
        getContext().getLog().info("downing the member without a name at {}", address);
        cluster.manager().tell(Down.apply(address));
      }
    }
    return this;
  }
}
