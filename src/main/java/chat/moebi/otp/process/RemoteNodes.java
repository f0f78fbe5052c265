package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import chat.moebi.cluster.LostNodes;
import chat.moebi.name.NodeName;
import chat.moebi.otp.process.RouterCommand.Audit;
import chat.moebi.otp.process.RouterCommand.Missing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The router's view of other nodes: sends signals there, and keeps the links and monitors between
 * this node and each start of another node.
 *
 * <p>Breaks the links to a node that is lost: that is gone, or has been unreachable for {@code
 * chat.process.lost-after}. Two nodes compare their links every {@code chat.process.audit-interval}
 * and so find those about whose end a signal was lost.
 */
final class RemoteNodes {

  /** What is done from time to time. */
  enum Tick implements RouterCommand {
    CHECK,
    AUDIT
  }

  /** The name of the router. */
  static final String ACTOR = "processes";

  /** The path of the router under the user guardian, the same on every node. */
  private static final String PATH = ProcessRuntime.ANNEX + "/" + ACTOR;

  private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);
  private static final int MAX_AUDITED_AT_ONCE = 2_000;

  private final ActorContext<RouterCommand> context;
  private final TimerScheduler<RouterCommand> timers;
  private final ProcessRuntime runtime;
  private final Consumer<Signal> deliver;
  private final LostNodes lostNodes;
  private final Map<Long, RemoteLinks> byIncarnation = new HashMap<>();

  /**
   * Creates it for a router.
   *
   * @param deliver hands a signal to a process of this node
   */
  RemoteNodes(
      ActorContext<RouterCommand> context,
      TimerScheduler<RouterCommand> timers,
      ProcessRuntime runtime,
      Consumer<Signal> deliver) {
    this.context = context;
    this.timers = timers;
    this.runtime = runtime;
    this.deliver = deliver;
    this.lostNodes =
        new LostNodes(runtime.actors()::view, runtime.settings().lostAfter(), System::nanoTime);
  }

  /** Sends a signal of a process of this node to another node. */
  void send(Signal signal) {
    Optional<ActorRef<RouterCommand>> there = router(signal.to().node(), signal.to().incarnation());
    RemoteLinks links = byIncarnation.get(signal.to().incarnation());
    if (there.isEmpty()) {
      if (links != null) {
        links.hold(signal);
      }
      signal.noConnection().ifPresent(deliver);
      return;
    }
    if (links != null) {
      links.release().forEach(there.get()::tell);
    }
    if (linksTo(signal.to()).outgoing(signal)) {
      there.get().tell(signal);
    }
  }

  /** Delivers a signal from another node, unless it belongs to a link that is not there. */
  void receive(Signal signal) {
    if (linksTo(signal.from()).incoming(signal)) {
      deliver.accept(signal);
    }
  }

  void onAudit(Audit audit) {
    RemoteLinks links = byIncarnation.get(audit.incarnation());
    if (links != null) {
      release(links); // First: the other node learns how links have ended.
    }
    List<RemoteLink> missing = links == null ? audit.links() : links.missing(audit.links());
    if (!missing.isEmpty()) {
      router(audit.node(), audit.incarnation())
          .ifPresent(
              there -> there.tell(new Missing(runtime.node(), runtime.incarnation(), missing)));
    }
  }

  void onMissing(Missing missing) {
    RemoteLinks links = byIncarnation.get(missing.incarnation());
    if (links != null) {
      links.breakMissing(missing.links()).forEach(deliver);
    }
  }

  /** Breaks the links to lost nodes, and sends held signals to nodes that are back. */
  void check() {
    for (RemoteLinks links : List.copyOf(byIncarnation.values())) {
      if (lostNodes.isLost(links.node(), links.incarnation())) {
        context.getLog().info("lost {}", links.node());
        links.lose().forEach(deliver);
      }
      release(links);
      if (links.isEmpty()) {
        byIncarnation.remove(links.incarnation());
      }
    }
    if (byIncarnation.isEmpty()) {
      timers.cancelAll();
    }
  }

  /** Asks each node to confirm the links with it. */
  void audit() {
    for (RemoteLinks links : byIncarnation.values()) {
      router(links.node(), links.incarnation()).ifPresent(there -> audit(links.counted(), there));
    }
  }

  private void audit(List<RemoteLink> links, ActorRef<RouterCommand> there) {
    for (int i = 0; i < links.size(); i += MAX_AUDITED_AT_ONCE) {
      List<RemoteLink> some = links.subList(i, Math.min(i + MAX_AUDITED_AT_ONCE, links.size()));
      there.tell(new Audit(runtime.node(), runtime.incarnation(), some));
    }
  }

  private void release(RemoteLinks links) {
    router(links.node(), links.incarnation())
        .ifPresent(there -> links.release().forEach(there::tell));
  }

  private RemoteLinks linksTo(Pid pid) {
    if (byIncarnation.isEmpty()) {
      timers.startTimerWithFixedDelay(Tick.CHECK, CHECK_INTERVAL);
      timers.startTimerWithFixedDelay(Tick.AUDIT, runtime.settings().auditInterval());
    }
    return byIncarnation.computeIfAbsent(
        pid.incarnation(),
        incarnation -> new RemoteLinks(runtime.nodePid(), Pid.ofNode(pid.node(), incarnation)));
  }

  /** Returns the router of a node, whichever start of it runs. */
  Optional<ActorRef<RouterCommand>> router(NodeName node) {
    return runtime.actors().<RouterCommand>find(node, PATH).map(found -> found.actor());
  }

  private Optional<ActorRef<RouterCommand>> router(NodeName node, long incarnation) {
    return runtime
        .actors()
        .view()
        .reachable(node)
        .filter(peer -> peer.incarnation() == incarnation)
        .map(peer -> runtime.actors().on(peer, PATH));
  }
}
