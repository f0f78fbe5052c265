package chat.moebi.cluster;

import akka.Done;
import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.cluster.typed.Subscribe;
import chat.moebi.cluster.JoiningProtocol.AskToJoin;
import chat.moebi.cluster.JoiningProtocol.Command;
import chat.moebi.cluster.JoiningProtocol.FormFirst;
import chat.moebi.cluster.JoiningProtocol.Invite;
import chat.moebi.cluster.JoiningProtocol.JoinAnswer;
import chat.moebi.cluster.JoiningProtocol.Later;
import chat.moebi.cluster.JoiningProtocol.NameTaken;
import chat.moebi.cluster.JoiningProtocol.Start;
import chat.moebi.cluster.JoiningProtocol.Welcome;
import chat.moebi.cluster.MembershipProtocol.Admit;
import chat.moebi.cluster.MembershipProtocol.GoAhead;
import chat.moebi.cluster.MembershipProtocol.Ready;
import chat.moebi.cluster.MembershipProtocol.WhenReady;
import chat.moebi.cluster.PeerDiscovery.Sight;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Brings the node into a cluster: with the user's other nodes on this host, with the contact points
 * of {@code --join}, and with those it was in a cluster with before; one a node, at {@code
 * /user/joining}.
 *
 * <p>A node that finds nobody is alone and in no cluster. So it can still join whoever turns up
 * later, without being restarted; it forms a cluster when another asks to join it. Two that look
 * for one another at the same time must not both do so: the one of the lower address forms it, once
 * all it has found have promised to wait for it.
 *
 * <p>Its work is done when the node is a member; from then on {@link Merging} looks out for others.
 */
public final class Joining extends AbstractBehavior<Command> {

  /** The name of the actor under the user guardian. */
  public static final String ACTOR = "joining";

  private record Looked(Sight sight, Throwable failure) implements Command {}

  private record Answered(Address by, JoinAnswer answer) implements Command {}

  private record SelfChanged(MemberEvent event) implements Command {}

  private enum DirectoryReady implements Command {
    INSTANCE
  }

  private enum Round implements Command {
    INSTANCE
  }

  private enum NotAdmitted implements Command {
    INSTANCE
  }

  private enum Deadline implements Command {
    INSTANCE
  }

  private enum Awaited implements Command {
    INSTANCE
  }

  private static final Duration ONE_ASK = Duration.ofSeconds(1);
  private static final Duration ONE_JOIN = Duration.ofSeconds(3);
  private static final Duration PROMISE = Duration.ofSeconds(3);
  private static final Duration SOON = Duration.ofMillis(150);
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final String SOON_KEY = "soon";

  private final TimerScheduler<Command> timers;
  private final ClusterSettings settings;
  private final PeerDiscovery lookout;
  private final ActorRef<MembershipProtocol.Command> directory;
  private final Supplier<View> view;
  private final Consumer<String> notes;
  private final ActorRef<Ready> whenReady;
  private final Cluster cluster;
  private final Member self;
  private final ActorRefResolver resolver;
  private final Executor blocking;
  private final AtomicBoolean hasBegun;

  private final Map<Address, String> neighbours = new HashMap<>();
  private final Set<Address> heardOf = new LinkedHashSet<>();
  private final List<AskToJoin> early = new ArrayList<>();
  private final Deque<Address> toAsk = new ArrayDeque<>();
  private final List<JoinAnswer> answers = new ArrayList<>();
  private final Set<Address> silent = new HashSet<>();

  /** Who is not known to live: from its silence nothing follows. */
  private final Set<Address> mayBeDead = new HashSet<>();

  /** Who has promised to join this node's cluster, and is to be there before it is ready. */
  private final Set<Address> awaited = new HashSet<>();

  private long formedAt;
  private CompletableFuture<Done> starter;
  private boolean isLooking;
  private boolean isAlone;
  private Address promisedTo;
  private long promisedAt;
  private long begunAt;
  private boolean hasDecided;
  private boolean isRefused;
  private boolean isMember;

  /** Creates it. */
  public static Behavior<Command> create(
      NodeContext node, ActorRef<MembershipProtocol.Command> directory) {
    AtomicBoolean hasBegun = new AtomicBoolean(); // Outlives a restart.
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Joining(context, timers, node, directory, hasBegun)));
  }

  private Joining(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      NodeContext node,
      ActorRef<MembershipProtocol.Command> directory,
      AtomicBoolean hasBegun) {
    super(context);
    context.setLoggerName(Joining.class);
    this.hasBegun = hasBegun;
    this.timers = timers;
    this.settings = node.settings();
    this.lookout = node.lookout();
    this.directory = directory;
    this.view = node.view()::get;
    this.notes = node.notes();
    this.whenReady = context.messageAdapter(Ready.class, ready -> DirectoryReady.INSTANCE);
    this.cluster = Cluster.get(context.getSystem());
    this.self = cluster.selfMember();
    this.resolver = ActorRefResolver.get(context.getSystem());
    this.blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(MemberEvent.class, SelfChanged::new), MemberEvent.class));
    if (hasBegun.get()) { // It was restarted: unless the node is a member, it goes on looking.
      timers.startTimerWithFixedDelay(Round.INSTANCE, settings.contactInterval());
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Start.class, this::onStart)
        .onMessage(AskToJoin.class, this::onAskToJoin)
        .onMessage(Invite.class, this::onInvite)
        .onMessage(Looked.class, this::onLooked)
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(SelfChanged.class, this::onSelfChanged)
        .onMessage(DirectoryReady.class, m -> onDirectoryReady())
        .onMessage(Round.class, m -> onRound())
        .onMessage(NotAdmitted.class, m -> onNotAdmitted())
        .onMessage(Deadline.class, m -> onDeadline())
        .onMessage(Awaited.class, m -> onAwaited())
        .onSignal(PreRestart.class, signal -> onRestart())
        .build();
  }

  private Behavior<Command> onStart(Start start) {
    hasBegun.set(true);
    begunAt = System.nanoTime();
    starter = start.ready();
    timers.startSingleTimer(Deadline.INSTANCE, settings.joinTimeout());
    look();
    return this;
  }

  private Behavior<Command> onAskToJoin(AskToJoin ask) {
    Optional<Address> from = PeerAddress.of(ask.replyTo());
    if (from.isEmpty()) {
      return this;
    }
    Address asker = from.get();
    if (isMember) {
      directory.tell(new Admit(ask));
    } else if (hasDecided) {
      ask.replyTo().tell(new Later(settings.name()));
    } else if (ask.name().equals(settings.name()) && (isAlone || isBefore(asker))) {
      ask.replyTo().tell(new NameTaken(ask.name()));
    } else if (isAlone && !isLooking && !isPromised()) {
      early.add(ask);
      form();
    } else if ((hasBegun.get() && isBefore(asker)) || (isPromised() && !asker.equals(promisedTo))) {
      ask.replyTo().tell(new Later(settings.name()));
    } else {
      promise(asker);
      ask.replyTo().tell(new FormFirst(settings.name()));
    }
    return this;
  }

  // To one at a time, and not for longer because it asks again: two that do not see each other
  // would both form a cluster, and three could wait for one another.
  private void promise(Address asker) {
    if (!isPromised()) {
      promisedTo = asker;
      promisedAt = System.nanoTime();
    }
    heardOf.add(asker);
    lookSoon();
  }

  private Behavior<Command> onInvite(Invite invite) {
    if (!isMember && PeerAddress.isUsable(invite.member())) {
      heardOf.add(invite.member());
      lookSoon();
    }
    return this;
  }

  private Behavior<Command> onRound() {
    if (hasBegun.get() && !isMember && !isLooking && !hasDecided) {
      look();
    }
    return this;
  }

  private void look() {
    isLooking = true;
    // Who has greeted this node is asked all the same: it may have meant another at this address.
    getContext().pipeToSelf(lookout.look(Set.of(), starter != null, blocking), Looked::new);
  }

  private Behavior<Command> onLooked(Looked message) {
    if (message.failure() != null) {
      getContext().getLog().warn("cannot look for other nodes", message.failure());
      isLooking = false;
      if (starter != null) {
        lookSoon();
      }
      return this;
    }
    neighbours.clear();
    message
        .sight()
        .neighbours()
        .forEach(
            e -> neighbours.put(PeerAddress.at(e.address()), e.name() + " (pid " + e.pid() + ")"));
    mayBeDead.clear();
    mayBeDead.addAll(message.sight().acquaintances());
    mayBeDead.removeAll(neighbours.keySet());
    mayBeDead.removeAll(heardOf);
    toAsk.clear();
    toAsk.addAll(inOrder(message.sight()));
    heardOf.clear();
    answers.clear();
    awaited.clear();
    silent.clear();
    askNext();
    return this;
  }

  // The lowest first: who waits for one of them need not ask those above it for a promise. But
  // before all others the one that this node was told to join, and last those that may not live.
  private List<Address> inOrder(Sight sight) {
    Set<Address> sorted = new TreeSet<>(Comparator.comparing(Address::hostPort));
    sorted.addAll(sight.addresses());
    sorted.addAll(heardOf);
    sorted.remove(self.address());
    List<Address> all = new ArrayList<>(sorted);
    all.removeAll(mayBeDead);
    sorted.stream().filter(mayBeDead::contains).forEach(all::add);
    lookout.preferred().filter(all::remove).ifPresent(first -> all.add(0, first));
    return all;
  }

  private void askNext() {
    if (isMember || hasDecided) {
      isLooking = false;
    } else if (toAsk.isEmpty()) {
      decide();
    } else {
      Address next = toAsk.remove();
      getContext()
          .ask(
              JoinAnswer.class,
              joiningAt(next),
              ONE_ASK,
              replyTo -> new AskToJoin(settings.name(), self.uniqueAddress().longUid(), replyTo),
              (answer, failure) -> new Answered(next, answer));
    }
  }

  private Behavior<Command> onAnswered(Answered message) {
    JoinAnswer answer = message.answer();
    if (answer instanceof NameTaken taken) {
      refused(taken);
      return this;
    }
    if (answer == null) {
      if (!mayBeDead.contains(message.by())) {
        silent.add(message.by());
      }
    } else if (answer instanceof Welcome && !hasDecided) {
      awaited.clear();
      join(message.by());
    } else {
      answers.add(answer);
      if (answer instanceof FormFirst) {
        awaited.add(message.by());
      }
      if (answer instanceof Later && !isBefore(message.by())) {
        toAsk.clear();
      }
    }
    askNext();
    return this;
  }

  /** Decides what to do when all who were found were asked, and none has let this node in. */
  private void decide() {
    isLooking = false;
    boolean isWaitedFor = answers.stream().allMatch(FormFirst.class::isInstance);
    if (isPromised() || !isWaitedFor) {
      lookSoon();
    } else if (!answers.isEmpty()) {
      form();
    } else if (starter != null && silent.isEmpty()) {
      alone();
    } else if (starter != null && Elapsed.isOver(begunAt, PATIENCE)) {
      aloneAmongTheSilent();
    } else if (starter != null) {
      lookSoon();
    }
  }

  private String sentence(Address silent) {
    String neighbour = neighbours.get(silent);
    return neighbour != null
        ? neighbour + " does not answer; it is asked again"
        : PeerAddress.hostAndPort(silent)
            + " is a node, and does not answer to that address;"
            + " write it in --join as the --host there has it";
  }

  private void aloneAmongTheSilent() {
    silent.forEach(address -> notes.accept(sentence(address)));
    alone();
  }

  private void alone() {
    isAlone = true;
    directory.tell(new GoAhead(whenReady));
  }

  private void form() {
    formedAt = System.nanoTime();
    join(self.address());
  }

  private void join(Address address) {
    hasDecided = true;
    cluster.manager().tell(Join.create(address));
    // Whoever admitted it may be leaving, or have died.
    timers.startSingleTimer(NotAdmitted.INSTANCE, ONE_JOIN);
  }

  private Behavior<Command> onSelfChanged(SelfChanged message) {
    Member member = message.event().member();
    if (!isMember && Members.isIn(member) && member.uniqueAddress().equals(self.uniqueAddress())) {
      isMember = true;
      hasDecided = false;
      promisedTo = null;
      early.forEach(ask -> directory.tell(new Admit(ask)));
      early.clear();
      timers.cancel(NotAdmitted.INSTANCE);
      timers.cancel(Round.INSTANCE);
      directory.tell(new WhenReady(whenReady));
    }
    return this;
  }

  private Behavior<Command> onDirectoryReady() {
    if (starter != null && awaited.isEmpty()) {
      started(null);
    } else if (starter != null) {
      return onAwaited();
    }
    return this;
  }

  // They are coming; else it would say ready to nodes that it cannot send to yet, nor they to it.
  private Behavior<Command> onAwaited() {
    if (starter == null) {
      return this;
    }
    boolean isOver = Elapsed.isOver(formedAt, PROMISE);
    awaited.removeIf(this::isHere);
    if (awaited.isEmpty() || isOver) {
      awaited.clear();
      directory.tell(new WhenReady(whenReady)); // Now that it knows them.
    } else {
      timers.startSingleTimer(Awaited.INSTANCE, SOON);
    }
    return this;
  }

  private boolean isHere(Address address) {
    return view.get().nodes().values().stream()
        .anyMatch(p -> p.isReachable() && p.hostAndPort().equals(PeerAddress.hostAndPort(address)));
  }

  private Behavior<Command> onNotAdmitted() {
    hasDecided = false;
    if (!isLooking) {
      look();
    }
    return this;
  }

  // It is ready as it is, and goes on: to end would leave it to its user to try again.
  private Behavior<Command> onDeadline() {
    awaited.clear();
    if (isMember) {
      notes.accept("not all nodes have answered yet; they are greeted again");
      directory.tell(new GoAhead(whenReady));
    } else {
      if (silent.isEmpty()) {
        notes.accept("other nodes are not ready to be joined yet; they are asked again");
      }
      aloneAmongTheSilent();
    }
    return this;
  }

  // Whoever waits for the start must not wait in vain.
  private Behavior<Command> onRestart() {
    if (starter != null) {
      started(new NodeException(Reason.FAILED, "joining failed; see the log, and try again"));
    }
    return this;
  }

  private void refused(NameTaken taken) {
    isLooking = false;
    String sentence = taken.name() + " is already running; choose another --name";
    if (starter != null) {
      started(new NodeException(Reason.NAME_TAKEN, sentence));
    } else if (!isRefused) {
      isRefused = true;
      notes.accept("cannot join the others: " + sentence); // A running node goes on, alone.
    }
  }

  private void started(NodeException failure) {
    timers.cancel(Deadline.INSTANCE);
    if (failure == null) {
      starter.complete(Done.getInstance());
    } else {
      starter.completeExceptionally(failure);
    }
    starter = null;
    if (!isMember) {
      timers.startTimerWithFixedDelay(Round.INSTANCE, settings.contactInterval());
    }
  }

  private void lookSoon() {
    timers.startSingleTimer(SOON_KEY, Round.INSTANCE, SOON);
  }

  private boolean isPromised() {
    return promisedTo != null && !Elapsed.isOver(promisedAt, PROMISE);
  }

  private boolean isBefore(Address other) {
    return self.address().hostPort().compareTo(other.hostPort()) < 0;
  }

  private ActorRef<Command> joiningAt(Address address) {
    return resolver.resolveActorRef(address + "/user/" + ACTOR);
  }
}
