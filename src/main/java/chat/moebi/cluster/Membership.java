package chat.moebi.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.ClusterEvent.MemberDowned;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.ClusterEvent.MemberExited;
import akka.cluster.ClusterEvent.MemberLeft;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.ClusterEvent.ReachabilityEvent;
import akka.cluster.ClusterEvent.UnreachableMember;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.GetCurrentState;
import akka.cluster.typed.Subscribe;
import chat.moebi.cluster.JoiningProtocol.AskToJoin;
import chat.moebi.cluster.JoiningProtocol.JoinAnswer;
import chat.moebi.cluster.JoiningProtocol.Later;
import chat.moebi.cluster.JoiningProtocol.NameTaken;
import chat.moebi.cluster.JoiningProtocol.Welcome;
import chat.moebi.cluster.MembershipProtocol.Admit;
import chat.moebi.cluster.MembershipProtocol.Command;
import chat.moebi.cluster.MembershipProtocol.GoAhead;
import chat.moebi.cluster.MembershipProtocol.Gone;
import chat.moebi.cluster.MembershipProtocol.Hello;
import chat.moebi.cluster.MembershipProtocol.HelloAck;
import chat.moebi.cluster.MembershipProtocol.Ready;
import chat.moebi.cluster.MembershipProtocol.WhenReady;
import chat.moebi.cluster.Presence.Change;
import chat.moebi.cluster.View.Peer;
import chat.moebi.cluster.View.Status;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeName;
import chat.moebi.registry.Registry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Turns node names into addresses, and knows which nodes can be reached; one a node, at {@code
 * /user/membership}.
 *
 * <p>Gossip brings names and addresses: a member bears its name as a role. Whether a node can be
 * reached is found out directly, by hellos: one is greeted when it is first seen, and again while
 * the failure detector doubts it. A node that greets is believed before gossip has brought it, so
 * that it can be sent to from the moment in which it says that it is ready.
 *
 * <p>Akka keeps an unreachable member until it is downed. This downs the ones that cannot come
 * back: whose process is known to be dead (the registry of this host says so, or its own host,
 * whose port refuses), who fell silent while leaving, and whom a newcomer of the same name
 * replaces. And whoever is silent still after {@code chat.cluster.forget-after}, or while a
 * newcomer waits that Akka does not let in for its sake. Those rejoin if they live.
 */
public final class Membership extends AbstractBehavior<Command> {

  /** The name of the actor under the user guardian. */
  public static final String ACTOR = "membership";

  private static final String REGISTRY_ROLE = "registry:";

  private record MemberChanged(MemberEvent event) implements Command {}

  private record Joined(CurrentClusterState state) implements Command {}

  private record ReachabilityChanged(ReachabilityEvent event) implements Command {}

  private record Attempted(KnownNode at, FreshConnection.Outcome outcome) implements Command {}

  private record FoundDead(Set<Long> incarnations, Throwable failure) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private static final Duration UNCONFIRMED_LIMIT = Duration.ofSeconds(10);

  /** How many nodes are known by their hellos only; more than ever start within a moment. */
  static final int MAX_UNCONFIRMED = 128;

  /** How often it is found out whether a silent node is dead, and whether it is silent still. */
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  /**
   * With more nodes it knocks and greets less often: who is silent may just have too much to do.
   */
  private static final int FEW_NODES = 10;

  /**
   * How often a node is greeted that nobody doubts: firewalls forget connections that are idle, and
   * what is sent over them afterwards is lost.
   */
  private static final Duration GREETING_INTERVAL = Duration.ofSeconds(30);

  /** How long a node of this registry may be silent until a new connection to it is tried. */
  private static final Duration NEIGHBOUR_SILENCE = Duration.ofSeconds(5);

  /** How long a newcomer waits for Akka to remove its former incarnation. */
  private static final Duration HELD_UP = Duration.ofSeconds(2);

  private static final int MOST_REMOVED = 256;

  private final NodeName self;
  private final long incarnation;
  private final String registryRole;
  private final ClusterSettings settings;
  private final AwakeTime time;
  private final NodeContext nodeContext;
  private final PeerDiscovery lookout;
  private final Cluster cluster;
  private final akka.cluster.Cluster classicCluster;
  private final ActorRefResolver resolver;
  private final Executor blocking;
  private final NameRoles names = new NameRoles();
  private final Map<Long, KnownNode> nodes = new HashMap<>();
  private final List<ActorRef<Ready>> waiting = new ArrayList<>();
  private final List<Admit> early = new ArrayList<>();
  private final List<Presence> news = new ArrayList<>();

  /** Who was removed from the cluster though it may live. */
  private final RecentSet<Long> removed = new RecentSet<>(MOST_REMOVED);

  private View last;

  private boolean isLookingForDead;
  private long lookedForDeadAt;

  /** It cannot be asked: its directory may have been removed when the user logged out. */
  private boolean isRegistryOut;

  private boolean joined;
  private boolean leaving;
  private boolean downed;
  private boolean ready;

  /** Creates the directory. */
  public static Behavior<Command> create(NodeContext nodeContext) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Membership(context, timers, nodeContext)));
  }

  private Membership(
      ActorContext<Command> context, TimerScheduler<Command> timers, NodeContext nodeContext) {
    super(context);
    context.setLoggerName(Membership.class);
    this.nodeContext = nodeContext;
    this.settings = nodeContext.settings();
    this.lookout = nodeContext.lookout();
    this.self = settings.name();
    this.blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    this.cluster = Cluster.get(context.getSystem());
    this.classicCluster = akka.cluster.Cluster.get(context.getSystem().classicSystem());
    this.incarnation = incarnationOf(cluster.selfMember());
    this.time = new AwakeTime(System::nanoTime, settings.helloInterval().multipliedBy(2));
    timers.startTimerWithFixedDelay(Tick.INSTANCE, settings.helloInterval());
    this.lookedForDeadAt = time.nanos();
    this.registryRole =
        classicCluster.getSelfRoles().stream()
            .filter(role -> role.startsWith(REGISTRY_ROLE))
            .findFirst()
            .orElseThrow();
    this.resolver = ActorRefResolver.get(context.getSystem());
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(MemberEvent.class, MemberChanged::new), MemberEvent.class));
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(ReachabilityEvent.class, ReachabilityChanged::new),
                ReachabilityEvent.class));
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
        .onMessage(MemberChanged.class, this::onMemberChanged)
        .onMessage(Joined.class, this::onJoined)
        .onMessage(ReachabilityChanged.class, this::onReachabilityChanged)
        .onMessage(Attempted.class, this::onAttempted)
        .onMessage(FoundDead.class, this::onFoundDead)
        .onMessage(Tick.class, this::onTick)
        .build();
  }

  private Behavior<Command> onHello(Hello hello) {
    if (hello.to() != 0 && hello.to() != incarnation) {
      hello.replyTo().tell(new Gone(hello.to()));
      return this;
    } else if (removed.contains(hello.incarnation())) {
      return this; // It was frozen, and does not know yet that it is out: Merging tells it.
    }
    Optional<Address> from = PeerAddress.of(hello.replyTo());
    if (from.isEmpty() || hello.incarnation() == incarnation) {
      return this; // No node says that.
    } else if (!nodes.containsKey(hello.incarnation()) && isFullOfUnconfirmed()) {
      return this; // Gossip brings it if it is a member, and else it greets again.
    }
    KnownNode node =
        nodes.computeIfAbsent(hello.incarnation(), i -> known(hello.name(), i, from.get()));
    heard(node); // First: who is answered counts on being found here.
    if (node.isSilent(settings.helloTimeout()) && node.isGreetedBefore(settings.helloInterval())) {
      greet(node); // Before the answer: so both know that the way is open before either uses it.
    }
    hello.replyTo().tell(new HelloAck(self, incarnation, hello.at()));
    return this;
  }

  private boolean isFullOfUnconfirmed() {
    return nodes.values().stream().filter(node -> !node.isMember).count() >= MAX_UNCONFIRMED;
  }

  private Behavior<Command> onHelloAck(HelloAck ack) {
    KnownNode node = nodes.get(ack.incarnation());
    if (node != null) {
      node.answered(ack.at(), settings.helloTimeout().multipliedBy(2));
      heard(node);
      answerIfReady();
    }
    return this;
  }

  private void heard(KnownNode node) {
    node.heard();
    if (!node.isReachable) { // Else it changes nothing, and they are many if many are in doubt.
      reconsider();
    }
  }

  // Its port is another's now. That one may know nobody: it is to be looked for.
  private Behavior<Command> onGone(Gone message) {
    KnownNode node = nodes.get(message.incarnation());
    if (node != null && node.isDoubted()) {
      dead(node);
      lookout.meet(node.address);
      reconsider();
    }
    return this;
  }

  private Behavior<Command> onAdmit(Admit message) {
    if (!joined) {
      early.add(message);
    } else if (!leaving) { // Else the newcomer asks again, or another.
      AskToJoin ask = message.ask();
      ask.replyTo().tell(answer(ask));
    }
    return this;
  }

  private JoinAnswer answer(AskToJoin ask) {
    List<KnownNode> bearers =
        nodes.values().stream()
            .filter(n -> n.name.equals(ask.name()) && n.incarnation != ask.incarnation())
            .toList();
    List<KnownNode> living =
        bearers.stream().filter(n -> n.isReachable && !isKnownDead(n)).toList();
    living.forEach(KnownNode::contest);
    if (ask.name().equals(self) || living.stream().anyMatch(KnownNode::hasDefended)) {
      return new NameTaken(ask.name());
    }
    // One that died a moment ago still looks alive: it has to answer now.
    List<KnownNode> undecided =
        living.stream().filter(n -> !n.hasForfeited(settings.helloTimeout())).toList();
    if (!undecided.isEmpty()) {
      undecided.forEach(this::greet);
      return new Later(self);
    }
    bearers.forEach(this::down);
    bearers.stream().filter(n -> isHeldUp(n, ask)).findAny().ifPresent(n -> makeWay());
    return new Welcome(self);
  }

  // Akka lets in nobody at the address of a member that it has not removed yet, and removes none
  // while another is unreachable that is not down.
  private boolean isHeldUp(KnownNode bearer, AskToJoin ask) {
    return bearer.isDownedFor(HELD_UP)
        && bearer.address.equals(ask.replyTo().path().address())
        && isAt(bearer);
  }

  private void makeWay() {
    nodes.values().stream().filter(n -> n.isSilent(HELD_UP)).forEach(this::down);
  }

  private Behavior<Command> onGoAhead(GoAhead message) {
    ready = true;
    message.replyTo().tell(Ready.INSTANCE);
    return this;
  }

  private Behavior<Command> onWhenReady(WhenReady message) {
    waiting.add(message.replyTo());
    answerIfReady();
    return this;
  }

  private Behavior<Command> onMemberChanged(MemberChanged message) {
    MemberEvent event = message.event();
    Member member = event.member();
    if (incarnationOf(member) == incarnation) {
      if (Members.isIn(member) && !joined) {
        // The events that bring the others may come after this one; the whole state names them all.
        cluster
            .subscriptions()
            .tell(
                GetCurrentState.apply(
                    getContext().messageAdapter(CurrentClusterState.class, Joined::new)));
      }
      leaving = leaving || !Members.isIn(member);
      downed = downed || event instanceof MemberDowned;
    } else if (event instanceof MemberLeft || event instanceof MemberExited) {
      known(member).ifPresent(n -> gone(n, Change.LEFT));
    } else if (event instanceof MemberDowned) {
      known(member)
          .ifPresent(
              n -> {
                n.downed();
                removed(n);
              });
    } else if (event instanceof MemberRemoved removed) {
      boolean wasDown = isDown(removed.previousStatus());
      known(member)
          .ifPresent(
              n -> {
                if (wasDown) {
                  removed(n);
                } else {
                  gone(n, Change.LEFT);
                }
              });
      nodes.remove(incarnationOf(member));
    } else {
      meet(member);
    }
    reconsider();
    return this;
  }

  private Behavior<Command> onJoined(Joined message) {
    message.state().getMembers().forEach(this::meet);
    message
        .state()
        .getUnreachable()
        .forEach(m -> known(m).ifPresent(n -> n.isCalledUnreachable = true));
    joined = true;
    early.forEach(this::onAdmit);
    early.clear();
    reconsider();
    return this;
  }

  private Behavior<Command> onReachabilityChanged(ReachabilityChanged message) {
    ReachabilityEvent event = message.event();
    known(event.member())
        .ifPresent(n -> n.isCalledUnreachable = event instanceof UnreachableMember);
    reconsider();
    return this;
  }

  private Behavior<Command> onAttempted(Attempted attempted) {
    KnownNode node = attempted.at();
    if (nodes.get(node.incarnation) != node) {
      return this;
    }
    node.knocked();
    if (!node.isSilent(settings.helloTimeout())) {
      return this;
    }
    if (attempted.outcome() == FreshConnection.Outcome.REFUSED) {
      if (isKnownByItsPort(node)) {
        dead(node);
        reconsider();
      }
    } else if (node.freshConnection.replaces(attempted.outcome())) {
      getContext().getLog().info("{} answers over a new connection; connecting anew", node.name);
      nodeContext.outbound().cut(PeerAddress.hostAndPort(node.address));
    }
    return this;
  }

  private Behavior<Command> onTick(Tick tick) {
    // A node that greeted and never became a member gave up joining, or died in it.
    for (KnownNode node : List.copyOf(nodes.values())) {
      if (node.isUnconfirmed(UNCONFIRMED_LIMIT)) {
        gone(node, Change.DIED);
        nodes.remove(node.incarnation);
        lookout.meet(node.address); // Or it is of another cluster.
      }
    }
    reconsider();
    nodes.values().stream().filter(this::isToBeGreetedNow).forEach(this::greet);
    lookForDead();
    return this;
  }

  private boolean isToBeGreeted(KnownNode node) {
    return !node.hasAnswered || node.isDoubted() || node.isAskedFor(settings.helloTimeout());
  }

  // Who answers all the time is greeted less often, and so is who never does.
  private boolean isToBeGreetedNow(KnownNode node) {
    boolean isOpen = !node.hasAnswered || node.isAsked();
    return isToBeGreeted(node)
        ? ((isOpen && !node.isSilent(settings.helloTimeout()))
            || node.isGreetedBefore(spread(LOOK_INTERVAL)))
        : node.isGreetedBefore(spread(GREETING_INTERVAL));
  }

  private Duration spread(Duration interval) {
    return interval.multipliedBy(1 + nodes.size() / FEW_NODES);
  }

  /** Decides anew for each node whether it can be reached, and tells those who want to know. */
  private void reconsider() {
    boolean isDoubtNew = false;
    for (KnownNode node : List.copyOf(nodes.values())) {
      boolean isReason =
          node.isCalledUnreachable || !classicCluster.failureDetector().isAvailable(node.address);
      if (node.doubt(isReason)) {
        greet(node);
        isDoubtNew = true;
      }
      if (node.isSilent(settings.helloTimeout())) {
        silent(node);
      }
      look(node);
    }
    if (isDoubtNew) {
      lookForDead();
    }
    publish();
    answerIfReady();
  }

  // Not in this thread, and all at once: of many nodes in doubt each asks for each.
  private void lookForDead() {
    Map<Long, NodeName> suspects = new HashMap<>();
    nodes.values().stream()
        .filter(node -> node.isOfThisRegistry && node.isDoubted() && !node.isGone)
        .forEach(node -> suspects.put(node.incarnation, node.name));
    if (!suspects.isEmpty() && !isLookingForDead && time.isOver(lookedForDeadAt, LOOK_INTERVAL)) {
      isLookingForDead = true;
      lookedForDeadAt = time.nanos();
      getContext()
          .pipeToSelf(
              CompletableFuture.supplyAsync(() -> nodeContext.registry().dead(suspects), blocking),
              FoundDead::new);
    }
  }

  private Behavior<Command> onFoundDead(FoundDead found) {
    isLookingForDead = false;
    if (found.failure() != null && !isRegistryOut) {
      getContext().getLog().warn("cannot ask who lives: {}", found.failure().getMessage());
    }
    isRegistryOut = found.failure() != null;
    if (isRegistryOut) {
      return this;
    }
    for (long incarnation : found.incarnations()) {
      KnownNode node = nodes.get(incarnation);
      if (node != null && node.isDoubted() && !node.isGone) {
        dead(node);
      }
    }
    reconsider();
    return this;
  }

  private void silent(KnownNode node) {
    // It fell silent while leaving, and nobody else would remove it; or it has been so for too
    // long.
    if (node.isGone || node.isSilent(settings.forgetAfter())) {
      down(node);
    } else if ((isKnownByItsPort(node) || node.isSilent(NEIGHBOUR_SILENCE))
        && node.knock(spread(LOOK_INTERVAL))) {
      getContext()
          .pipeToSelf(
              CompletableFuture.supplyAsync(
                  () -> FreshConnection.attempt(node.address, settings.credentials()), blocking),
              (outcome, failure) ->
                  new Attempted(
                      node, failure == null ? outcome : FreshConnection.Outcome.NO_ANSWER));
    }
  }

  // Whether a node of this registry is dead, the registry knows better.
  private boolean isKnownByItsPort(KnownNode node) {
    return !node.isOfThisRegistry || isRegistryOut;
  }

  private void dead(KnownNode node) {
    gone(node, Change.DIED);
    down(node);
    lookout.part(node.address);
  }

  // That it is dead may not be known; then it may live, and come back.
  private void removed(KnownNode node) {
    if (node.isGone) {
      return;
    }
    if (isKnownDead(node)) {
      lookout.part(node.address);
      gone(node, Change.DIED);
      return;
    }
    removed.add(node.incarnation);
    nodeContext
        .outbound()
        .cut(PeerAddress.hostAndPort(node.address)); // TCP may wait on it for long.
    if (!node.isDoubted()) {
      gone(node, Change.REMOVED);
    } else if (node.isSilent(settings.forgetAfter().dividedBy(2))) {
      gone(node, Change.FORGOTTEN);
    } else {
      gone(node, Change.DIED);
    }
  }

  private void look(KnownNode node) {
    boolean isReachable = node.canBeReached(settings.helloTimeout());
    // A hello may name any node: only members are announced.
    if (isReachable && node.isMember && !node.isAnnounced) {
      node.isAnnounced = true;
      tell(node, Change.JOINED);
    } else if (node.isAnnounced && isReachable != node.isReachable) {
      tell(node, isReachable ? Change.BACK : Change.UNREACHABLE);
    }
    node.isReachable = isReachable;
  }

  // Of nodes of other registries, which may be on other hosts, it cannot be known.
  private boolean isKnownDead(KnownNode node) {
    try {
      return node.isOfThisRegistry && nodeContext.registry().isDead(node.name, node.incarnation);
    } catch (NodeException e) {
      getContext().getLog().warn("cannot ask whether {} lives: {}", node.name, e.getMessage());
      return false;
    }
  }

  private void down(KnownNode node) {
    if (node.isMember && !node.isDowned() && isAt(node)) {
      node.downed();
      getContext().getLog().info("downing {} at {}", node.name, node.address);
      cluster.manager().tell(Down.apply(node.address));
    }
  }

  // Another one may have taken its address.
  private boolean isAt(KnownNode node) {
    for (Member member : cluster.state().getMembers()) {
      if (member.address().equals(node.address)) {
        return incarnationOf(member) == node.incarnation;
      }
    }
    return false;
  }

  private void gone(KnownNode node, Change change) {
    node.isGone = true;
    if (change == Change.LEFT) {
      lookout.part(node.address);
    }
    if (node.isAnnounced) {
      node.isAnnounced = false;
      // The name may live on: the next start of a crashed node can be here before its death is.
      if (nodes.values().stream().noneMatch(n -> n.isAnnounced && n.name.equals(node.name))) {
        tell(node, change);
      }
    }
  }

  private void tell(KnownNode node, Change change) {
    // Whom a newcomer finds has not just joined, and whom a leaving node lets go has not left.
    if (ready && !leaving) {
      news.add(new Presence(node.name, change));
    }
  }

  private void publish() {
    SortedMap<NodeName, Peer> peers = new TreeMap<>();
    nodes.values().stream()
        .filter(n -> n.isVisible(settings.helloTimeout()))
        // Of two of a name, the one that lives, or else is known better.
        .sorted(
            Comparator.<KnownNode, Boolean>comparing(n -> n.isReachable)
                .thenComparing(n -> n.isMember))
        .forEach(n -> peers.put(n.name, downed ? n.peer().with(Status.UNREACHABLE) : n.peer()));
    String address = cluster.selfMember().address().toString();
    peers.put(self, new Peer(self, incarnation, address, Status.SELF));
    View view = new View(self, Collections.unmodifiableSortedMap(peers));
    if (!view.equals(last)) {
      last = view;
      nodeContext.view().set(view);
    }
    // After the view: who hears that a node has died must find it gone.
    news.forEach(nodeContext.presence());
    news.clear();
  }

  private void greet(KnownNode node) {
    long now = node.greeted();
    node.directory.tell(
        new Hello(self, incarnation, node.incarnation, now, getContext().getSelf()));
  }

  private Optional<KnownNode> known(Member member) {
    return Optional.ofNullable(nodes.get(incarnationOf(member)));
  }

  private void meet(Member member) {
    long incarnation = incarnationOf(member);
    if (incarnation == this.incarnation || !Members.isIn(member)) {
      return;
    }
    if (!nodes.containsKey(incarnation)) {
      names
          .nameOf(member)
          .map(n -> known(n, incarnation, member.address()))
          .ifPresent(
              node -> {
                nodes.put(incarnation, node);
                greet(node);
              });
    }
    known(member)
        .ifPresent(
            node -> {
              if (!node.isMember) {
                lookout.meet(node.address);
              }
              node.isMember = true;
              node.isOfThisRegistry = member.getRoles().contains(registryRole);
            });
  }

  /** Returns the role by which a node of that registry is known. */
  public static String roleOf(Registry registry) {
    return REGISTRY_ROLE + registry.id();
  }

  private KnownNode known(NodeName name, long incarnation, Address address) {
    return new KnownNode(
        name, incarnation, address, resolver.resolveActorRef(address + "/user/" + ACTOR), time);
  }

  private static long incarnationOf(Member member) {
    return member.uniqueAddress().longUid();
  }

  private static boolean isDown(MemberStatus status) {
    return status.equals(MemberStatus.down());
  }

  private void answerIfReady() {
    if (joined && nodes.values().stream().allMatch(this::isNotWaitedFor)) {
      ready = true;
      waiting.forEach(w -> w.tell(Ready.INSTANCE));
      waiting.clear();
    }
  }

  private boolean isNotWaitedFor(KnownNode node) {
    return node.hasAnswered || node.isGone || node.isSilent(settings.helloTimeout());
  }
}
