package chat.moebi.otp.process;

import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import chat.moebi.cluster.LostNodes;
import chat.moebi.otp.process.RouterCommand.Audit;
import chat.moebi.otp.process.RouterCommand.Missing;
import chat.moebi.otp.process.RouterCommand.RemoteLink;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The router's view of other nodes: sends signals there, and keeps the links and monitors between
 * this node and each start of another node.
 *
 * <p>A node is lost when it is gone, or was unreachable for {@code chat.process.lost-after}; then
 * its links and monitors end. To find those whose end the network lost, two nodes compare their
 * links every {@code chat.process.audit-interval}.
 */
final class RemoteNodes {

  /** Periodic work; the timers run only while there are links. */
  enum Tick implements RouterCommand {
    CHECK,
    AUDIT
  }

  private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);
  private static final int MAX_AUDITED_AT_ONCE = 2_000;

  private final ActorContext<RouterCommand> context;
  private final TimerScheduler<RouterCommand> timers;
  private final ProcessRuntime runtime;
  private final Consumer<Signal> deliver;
  private final LostNodes lostNodes;

  /** The links with each start of another node, by the pid that stands for it. */
  private final Map<Pid, RemoteLinks> linksByNode = new HashMap<>();

  /**
   * Creates the view of a router.
   *
   * @param deliver passes a signal to a process of this node
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
    Pid node = signal.to().withNumber(Pid.NODE);
    runtime
        .router(node)
        .ifPresentOrElse(
            there -> {
              RemoteLinks links = links(node);
              links.release().forEach(there::tell);
              if (links.record(signal)) {
                there.tell(signal);
              }
            },
            () -> {
              if (linksByNode.containsKey(node)) {
                links(node).hold(signal);
              }
              signal.noConnection().ifPresent(deliver);
            });
  }

  /** Delivers a signal from another node, unless it ends an unknown link. */
  void receive(Signal signal) {
    if (links(signal.from().withNumber(Pid.NODE)).record(signal)) {
      deliver.accept(signal);
    }
  }

  void onAudit(Audit audit) {
    release(audit.node()); // First: the other node learns how links have ended.
    RemoteLinks links = linksByNode.get(audit.node());
    List<RemoteLink> missing = links == null ? audit.links() : links.missing(audit.links());
    if (!missing.isEmpty()) {
      runtime
          .router(audit.node())
          .ifPresent(there -> there.tell(new Missing(runtime.nodePid(), missing)));
    }
  }

  void onMissing(Missing missing) {
    RemoteLinks links = linksByNode.get(missing.node());
    if (links != null) {
      links.removeMissing(missing.links()).forEach(deliver);
    }
  }

  void onTick(Tick tick) {
    switch (tick) {
      case CHECK -> check();
      case AUDIT -> linksByNode.forEach(this::audit);
    }
  }

  /** Ends the links with lost nodes, and sends held signals to nodes that are back. */
  private void check() {
    for (Pid node : List.copyOf(linksByNode.keySet())) {
      if (lostNodes.isLost(node.node(), node.incarnation())) {
        context.getLog().info("lost {}", node);
        links(node).lose().forEach(deliver);
      }
      release(node);
    }
    linksByNode.values().removeIf(RemoteLinks::isEmpty);
    if (linksByNode.isEmpty()) {
      timers.cancelAll();
    }
  }

  /** Asks a node to confirm the links with it. */
  private void audit(Pid node, RemoteLinks remote) {
    List<RemoteLink> links = remote.toConfirm();
    for (int i = 0; i < links.size(); i += MAX_AUDITED_AT_ONCE) {
      List<RemoteLink> some = links.subList(i, Math.min(i + MAX_AUDITED_AT_ONCE, links.size()));
      runtime.router(node).ifPresent(there -> there.tell(new Audit(runtime.nodePid(), some)));
    }
  }

  /** Sends the signals that are held for a node, if it can be reached. */
  private void release(Pid node) {
    RemoteLinks links = linksByNode.get(node);
    if (links != null) {
      runtime.router(node).ifPresent(there -> links.release().forEach(there::tell));
    }
  }

  private RemoteLinks links(Pid node) {
    if (linksByNode.isEmpty()) {
      timers.startTimerWithFixedDelay(Tick.CHECK, CHECK_INTERVAL);
      timers.startTimerWithFixedDelay(Tick.AUDIT, runtime.settings().auditInterval());
    }
    return linksByNode.computeIfAbsent(node, n -> new RemoteLinks(runtime.nodePid(), n));
  }
}
