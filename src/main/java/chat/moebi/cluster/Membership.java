package chat.moebi.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.Member;
import akka.cluster.typed.GetCurrentState;
import akka.cluster.typed.Subscribe;
import chat.moebi.cluster.JoiningProtocol.Later;
import chat.moebi.cluster.MembershipProtocol.Admit;
import chat.moebi.cluster.MembershipProtocol.Command;
import chat.moebi.cluster.MembershipProtocol.GoAhead;
import chat.moebi.cluster.MembershipProtocol.Gone;
import chat.moebi.cluster.MembershipProtocol.Hello;
import chat.moebi.cluster.MembershipProtocol.HelloAck;
import chat.moebi.cluster.MembershipProtocol.RoomsChanged;
import chat.moebi.cluster.MembershipProtocol.WhenReady;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;

/**
 * Knows the other nodes: their names, their addresses, and which can be reached. Each node has one
 * such actor, at {@code /user/membership}.
 *
 * <p>This class handles the events of Akka's cluster and leaves the rest to its parts: {@link
 * Reachability}, {@link DeathDetection}, {@link Departures}, {@link NameAdmission}, {@link
 * RoomAnnouncements} and {@link ViewPublisher}.
 */
public final class Membership extends AbstractBehavior<Command> {

  /** The name of the actor under the user guardian. */
  public static final String ACTOR = "membership";

  private record MemberChanged(MemberEvent event) implements Command {}

  private record StateReceived(CurrentClusterState state) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private final MembershipContext context;
  private final OwnMembership own = new OwnMembership();
  private final ViewPublisher publisher;
  private final Departures departures;
  private final Reachability reachability;
  private final DeathDetection deaths;
  private final NameAdmission admission;
  private final NamelessMembers nameless;
  private final RoomAnnouncements rooms;

  public static Behavior<Command> create(NodeContext node) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Membership(context, timers, node)));
  }

  private Membership(
      ActorContext<Command> context, TimerScheduler<Command> timers, NodeContext node) {
    super(context);
    context.setLoggerName(Membership.class);
    Duration helloInterval = node.settings().helloInterval();
    AwakeTime time = new AwakeTime(System::nanoTime, helloInterval.multipliedBy(2));
    this.context = new MembershipContext(context, node, time, new HashMap<>());
    this.publisher = new ViewPublisher(this.context);
    this.departures = new Departures(this.context, publisher);
    this.reachability = new Reachability(this.context, departures);
    this.deaths = new DeathDetection(this.context, departures);
    this.admission = new NameAdmission(this.context, reachability, deaths, departures);
    this.nameless = new NamelessMembers(this.context);
    this.rooms = new RoomAnnouncements(this.context, reachability::sayHello);
    node.rooms().announceBy(context.getSelf());
    timers.startTimerWithFixedDelay(Tick.INSTANCE, helloInterval);
    ActorRef<MemberEvent> events = context.messageAdapter(MemberEvent.class, MemberChanged::new);
    this.context.cluster().subscriptions().tell(Subscribe.create(events, MemberEvent.class));
    publish();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Hello.class, this::onHello)
        .onMessage(HelloAck.class, this::onHelloAck)
        .onMessage(Gone.class, this::onGone)
        .onMessage(Admit.class, this::onAdmit)
        .onMessage(GoAhead.class, this::onGoAhead)
        .onMessage(WhenReady.class, this::onWhenReady)
        .onMessage(RoomsChanged.class, this::onRoomsChanged)
        .onMessage(MemberChanged.class, this::onMemberChanged)
        .onMessage(StateReceived.class, this::onStateReceived)
        .onMessage(DeathDetection.Result.class, this::onResult)
        .onMessage(Tick.class, tick -> onTick())
        .build();
  }

  private Behavior<Command> onHello(Hello hello) {
    if (reachability.receive(hello)) {
      update(); // Before the answer: its receiver must find itself in the view of this node.
    }
    reachability.answer(hello);
    return this;
  }

  private Behavior<Command> onHelloAck(HelloAck ack) {
    if (reachability.receive(ack)) {
      update();
    }
    rooms.completeKnown();
    answerIfReady();
    return this;
  }

  private Behavior<Command> onGone(Gone message) {
    deaths.onGone(message);
    update();
    return this;
  }

  private Behavior<Command> onAdmit(Admit message) {
    if (own.isMember()) {
      message.ask().replyTo().tell(admission.answer(message.ask()));
    } else if (own.isJoining()) {
      message.ask().replyTo().tell(new Later(context.node().settings().name()));
    } // Otherwise this node leaves, and the newcomer asks another member.
    return this;
  }

  private Behavior<Command> onGoAhead(GoAhead message) {
    own.await(message.replyTo());
    own.ready();
    return this;
  }

  private Behavior<Command> onWhenReady(WhenReady message) {
    own.await(message.replyTo());
    answerIfReady();
    return this;
  }

  private Behavior<Command> onRoomsChanged(RoomsChanged message) {
    rooms.announce(message.known());
    return this;
  }

  private Behavior<Command> onMemberChanged(MemberChanged message) {
    MemberEvent event = message.event();
    Member member = event.member();
    if (isSelf(member)) {
      onSelfChanged(event);
    } else if (Members.isIn(member)) {
      addMember(member);
    } else {
      long departed = Members.incarnationOf(member);
      Optional.ofNullable(context.nodes().get(departed))
          .ifPresent(Members.wasDowned(event) ? deaths::checkDowned : departures::left);
      if (event instanceof MemberRemoved) {
        context.nodes().remove(departed);
        nameless.remove(member);
      }
    }
    update();
    return this;
  }

  private void onSelfChanged(MemberEvent event) {
    own.update(event);
    if (own.isJoining()) {
      // The events that bring the others may come after this one; the state has all members.
      ActorRef<CurrentClusterState> states =
          getContext().messageAdapter(CurrentClusterState.class, StateReceived::new);
      context.cluster().subscriptions().tell(GetCurrentState.apply(states));
    }
  }

  private Behavior<Command> onStateReceived(StateReceived message) {
    message.state().getMembers().forEach(this::addMember);
    own.joined();
    update();
    return this;
  }

  private Behavior<Command> onResult(DeathDetection.Result result) {
    result.handler().run();
    update();
    return this;
  }

  private Behavior<Command> onTick() {
    departures.forgetUnconfirmed();
    update();
    reachability.sayDueHellos();
    deaths.checkRegistry();
    nameless.downUnreachable();
    return this;
  }

  private void addMember(Member member) {
    if (isSelf(member) || !Members.isIn(member)) {
      return;
    }
    try {
      reachability.add(member);
    } catch (IllegalArgumentException e) {
      nameless.add(member, e);
    }
  }

  private boolean isSelf(Member member) {
    return Members.incarnationOf(member) == context.incarnation();
  }

  /** Judges all nodes anew, and publishes the result. */
  private void update() {
    if (reachability.updateSuspicions()) {
      deaths.checkRegistry();
    }
    context.nodes().values().stream().filter(KnownNode::isSilent).forEach(deaths::check);
    publish();
    rooms.completeKnown();
    answerIfReady();
  }

  private void publish() {
    publisher.publish(own.isDowned(), own.isAnnouncing());
  }

  private void answerIfReady() {
    if (!own.isJoining() && context.nodes().values().stream().allMatch(KnownNode::isSettled)) {
      own.ready();
    }
  }
}
