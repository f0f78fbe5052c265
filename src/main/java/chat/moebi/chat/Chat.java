package chat.moebi.chat;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.ActorContext;
import akka.cluster.typed.Cluster;
import chat.moebi.chat.MessageSender.Send;
import chat.moebi.cookie.CookieException;
import chat.moebi.cookie.CookieFile;
import chat.moebi.cookie.Credentials;
import chat.moebi.node.ActorFinder;
import chat.moebi.node.Node;
import chat.moebi.node.NodeException;
import chat.moebi.node.NodeName;
import chat.moebi.node.Presence;
import chat.moebi.node.Registry;
import chat.moebi.node.ScriptSocket;
import chat.moebi.node.Settings;
import chat.moebi.node.Supervision;
import chat.moebi.node.View;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.Terms;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.ProcessSettings;
import chat.moebi.otp.process.ShellProcess;
import chat.moebi.otp.task.TaskSettings;
import chat.moebi.otp.task.Tasks;
import chat.moebi.output.Output;
import chat.moebi.output.OutputWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A node that chats, until {@link #close} ends it: a JVM with a node that nobody has closed goes on
 * for ever, even after {@code main} has returned, for others may write to the node. The API for
 * Java programs, and what the console stands on. Thread-safe.
 *
 * <pre>{@code
 * try (Chat sophie = Chat.start("sophie", (from, text) -> System.out.println(from + ": " + text))) {
 *   SendResult result = sophie.send("moebi", "hi").toCompletableFuture().join();
 *   System.out.println(result.sentence());
 * }
 * }</pre>
 */
public final class Chat implements AutoCloseable {

  /** Is told what happens to a node by who runs it, in threads that it must not block. */
  public interface Owner {
    /** Tells that the name is the node's, and that it starts now. */
    default void claimed() {}

    /** Takes what must be closed if the start is to be broken off, before the node joins others. */
    default void starting(AutoCloseable node) {}

    /**
     * Starts more actors than the node's own under the user guardian, each time an ActorSystem is
     * started for the node.
     */
    default void start(ActorContext<Void> guardian) {}

    /** Tells that the node is cut off and rejoins, and then that it is ready again. */
    default void connected(boolean isConnected) {}
  }

  /** What a program outside the ActorSystem tells things to; new with each ActorSystem. */
  private record Actors(
      ActorRef<MessageSender.Command> sender,
      ActorRef<ChatProtocol.Command> supervisor,
      ProcessRuntime host,
      ShellProcess process,
      Tasks tasks) {

    /** Ends all that waits for an answer. */
    void end() {
      process.nodeHasEnded();
      tasks.nodeHasEnded();
    }
  }

  private final NodeName name;
  private final ChatSettings settings;
  private final ProcessSettings processSettings;
  private final TaskSettings taskSettings;
  private final Functions functions;
  private final OutputWriter writer;

  /** Apart from the texts, which notices that nobody reads must not hold up. */
  private final OutputWriter notices;

  private final Node node;
  private final Session own;
  private final AtomicLong lastSession = new AtomicLong(Endpoint.OWN);

  /** What is on its way, and what is known of it should its answer not come. */
  private final Map<CompletableFuture<SendResult>, SendResult> awaited = new ConcurrentHashMap<>();

  private final Arrivals arrivals = new Arrivals(this::isReachable, this::isStarting);

  private final Map<Long, OutputWriter> sessions = new ConcurrentHashMap<>();
  private volatile Actors actors;
  private volatile Actors starting;

  /** There are actors that answer. Not so before it is ready, while it rejoins, and at the end. */
  private volatile boolean isRunning;

  /**
   * Starts a node among the user's nodes on this host, with the user's own cookie, and returns when
   * it is ready.
   *
   * @param name {@code kate}, or {@code kate@localhost}
   * @param output is shown what other nodes send
   * @throws NodeException with a sentence for the user
   * @throws CookieException with a sentence for the user
   */
  public static Chat start(String name, Output output) {
    Map<String, String> environment = System.getenv();
    Settings settings = Settings.named(name, Credentials.of(CookieFile.readOwn(environment)));
    return start(settings, Registry.ofUser(environment), output);
  }

  /**
   * Starts a node among those of a registry, and returns when it is ready.
   *
   * @throws NodeException with a sentence for the user
   */
  public static Chat start(Settings settings, Registry registry, Output output) {
    return start(settings, registry, Functions.installed(), output);
  }

  /**
   * Starts a node that can run functions of one's own.
   *
   * @param functions {@code Functions.installed().with(...)}, say
   * @throws NodeException with a sentence for the user
   */
  public static Chat start(
      Settings settings, Registry registry, Functions functions, Output output) {
    return start(settings, registry, functions, output, new Owner() {});
  }

  /**
   * Starts a node for an owner that wants to know what becomes of it.
   *
   * @throws NodeException with a sentence for the user
   */
  public static Chat start(
      Settings settings, Registry registry, Functions functions, Output output, Owner owner) {
    return new Chat(settings, registry, functions, output, owner);
  }

  private Chat(
      Settings settings, Registry registry, Functions functions, Output output, Owner owner) {
    this.name = settings.name();
    this.settings = ChatSettings.from(settings.config());
    this.processSettings = ProcessSettings.from(settings.config());
    this.taskSettings = TaskSettings.from(settings.config());
    this.functions = functions;
    this.writer = new OutputWriter(output, "output");
    this.notices = new OutputWriter(output, "notices");
    sessions.put(Endpoint.OWN, writer);
    this.own = new Session(this, Endpoint.of(name));
    this.node = startNode(settings, registry, owner);
    node.whenTerminated().thenRun(this::endAwaiting);
  }

  private Node startNode(Settings settings, Registry registry, Owner owner) {
    try {
      return Node.start(
          settings,
          registry,
          (context, view) -> {
            startActors(context, view);
            owner.start(context);
          },
          listener(owner));
    } catch (RuntimeException | Error e) {
      closeOutputs();
      throw e;
    }
  }

  private Node.Listener listener(Owner owner) {
    return new Node.Listener() {
      private boolean wasLost;

      @Override
      public void claimed() {
        owner.claimed();
      }

      @Override
      public void starting(Node started) {
        owner.starting(started);
      }

      @Override
      public void presence(Presence presence) {
        notices.note(presence.sentence());
        arrivals.arrived(presence.node());
      }

      @Override
      public void note(String sentence) {
        notices.note(sentence);
      }

      @Override
      public void ready(View view) {
        actors = starting;
        isRunning = true;
        if (wasLost) {
          notices.note(Chat.back(view));
          owner.connected(true);
        }
      }

      @Override
      public void lost() {
        wasLost = true;
        endAwaiting();
        notices.note("the connection to the cluster was lost; rejoining");
        owner.connected(false);
      }
    };
  }

  /** Returns the node's name. */
  public NodeName name() {
    return name;
  }

  /** Returns the nodes as this one knows them now, itself included. */
  public View view() {
    return node.view();
  }

  /** Sends a text and awaits its result for {@code chat.send-timeout}; see {@link Session#send}. */
  public CompletionStage<SendResult> send(String recipient, String text) {
    return own.send(recipient, text);
  }

  /** Sends a text and awaits its result; see {@link Session#send}. */
  public CompletionStage<SendResult> send(String recipient, String text, Duration timeout) {
    return own.send(recipient, text, timeout);
  }

  /**
   * Opens a session under another name, whose answers go to another output: a script's, which is no
   * node itself.
   */
  public Session open(NodeName label, Output answers) {
    Endpoint self = new Endpoint(label, name, lastSession.incrementAndGet());
    sessions.put(self.session(), new OutputWriter(answers, "session-" + self.session()));
    return new Session(this, self);
  }

  /**
   * Returns this program's own process, the shell's: it spawns others, and has a mailbox. Another
   * one after the node has rejoined.
   */
  public ShellProcess process() {
    return actors.process();
  }

  /** Returns what runs tasks, on this node and on others; another one after it has rejoined. */
  public Tasks tasks() {
    return actors.tasks();
  }

  /** Returns what writes and reads the values that functions take and return. */
  public Terms terms() {
    return actors.host().terms();
  }

  /** Returns the functions that this node can run. */
  public Functions functions() {
    return functions;
  }

  /** Returns how long a send waits for its answer unless told. */
  public Duration sendTimeout() {
    return settings.sendTimeout();
  }

  /**
   * Has a socket listen for scripts where they look for this node, and again each time its file was
   * removed.
   *
   * @throws IOException if it cannot, because the registry's path is too long, say
   */
  public void listen(ScriptSocket socket) throws IOException {
    node.listen(socket);
  }

  /** Completes when the node has ended because it was closed. */
  public CompletionStage<Done> whenTerminated() {
    return node.whenTerminated();
  }

  /** Leaves the cluster and ends the node, within {@code chat.leave-timeout}. */
  @Override
  public void close() {
    try {
      node.close();
    } finally {
      closeOutputs();
    }
  }

  private void closeOutputs() {
    sessions.values().forEach(OutputWriter::close);
    notices.close();
  }

  ActorSystem<Void> system() {
    return node.system();
  }

  /** Tells whether a node runs on this host that this one has no cookie in common with. */
  public boolean hasDifferentCookie(NodeName other) {
    return !settings.isLocal() && node.hasDifferentCookie(other);
  }

  /** Whether a node of that name is known here, or is starting on this host. */
  public boolean knows(NodeName other) {
    return settings.isLocal() || view().nodes().containsKey(other) || node.isStarting(other);
  }

  /** Returns how many nodes run on this host that this one has no cookie in common with. */
  public long countOfDifferentCookie() {
    return settings.isLocal() ? 0 : node.countOfDifferentCookie();
  }

  CompletionStage<SendResult> send(Endpoint from, Endpoint to, String text, Duration timeout) {
    CompletableFuture<SendResult> result = new CompletableFuture<>();
    // First: whoever ends the waiting finds it here.
    SendResult noAnswer = new SendResult.NoAnswer(to.name(), timeout);
    awaited.put(result, noAnswer);
    result.whenComplete((r, e) -> awaited.remove(result));
    arrivals.send(
        to.node(),
        timeout,
        left ->
            send(
                from,
                to,
                text,
                left,
                // Of all its timeout, not of what was left.
                r -> result.complete(r instanceof SendResult.NoAnswer ? noAnswer : r)));
    return result;
  }

  private void send(
      Endpoint from, Endpoint to, String text, Duration timeout, Consumer<SendResult> onResult) {
    if (isRunning) {
      actors
          .sender()
          .tell(
              new Send(
                  from,
                  to,
                  text,
                  false,
                  timeout,
                  onResult,
                  note -> writerOf(from.session()).ifPresent(w -> w.note(note))));
    } else {
      onResult.accept(new SendResult.NoConnection(to.name()));
    }
  }

  private boolean isReachable(NodeName other) {
    return view().reachable(other).isPresent();
  }

  private boolean isStarting(NodeName other) {
    return isRunning && !settings.isLocal() && node.isStarting(other);
  }

  private Optional<OutputWriter> writerOf(long session) {
    return Optional.ofNullable(sessions.get(session));
  }

  // The actors are gone, and nobody else would answer.
  private void endAwaiting() {
    isRunning = false;
    awaited.forEach(CompletableFuture::complete);
    if (actors != null) { // Null if it is closed before it is ready.
      actors.end();
    }
    sessions.values().forEach(OutputWriter::forget); // Nobody would be told that it was shown.
  }

  void close(Endpoint session) {
    OutputWriter answers = sessions.remove(session.session());
    if (answers != null) {
      answers.close();
    }
  }

  private static String back(View view) {
    String others =
        view.nodes().values().stream()
            .filter(peer -> peer.status() == View.Status.UP)
            .map(peer -> peer.name().toString())
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "back, alone" : "back, with " + others;
  }

  private void startActors(ActorContext<Void> context, Supplier<View> view) {
    ActorFinder finder = new ActorFinder(view, ActorRefResolver.get(context.getSystem()));
    RemoteSupervisor remoteSupervisor =
        settings.isLocal()
            ? RemoteSupervisor.local(() -> starting.supervisor())
            : RemoteSupervisor.inCluster(finder);
    ProcessRuntime host = startProcesses(context, finder);
    ShellProcess process = ShellProcess.start(context, host);
    Tasks tasks =
        Tasks.start(
            context,
            host,
            process,
            taskSettings,
            settings.sendTimeout(),
            settings.isLocal() ? node -> name : UnaryOperator.identity());
    ActorRef<MessageSender.Command> sender =
        Supervision.restarting(
            context,
            MessageSender.create(settings, remoteSupervisor, System::nanoTime),
            MessageSender.ACTOR);
    ActorRef<ChatProtocol.Command> supervisor =
        Supervision.resuming(
            context,
            ChatSupervisor.create(name, settings, this::writerOf, sender),
            ChatSupervisor.ACTOR);
    starting = new Actors(sender, supervisor, host, process, tasks);
  }

  private ProcessRuntime startProcesses(ActorContext<Void> context, ActorFinder finder) {
    return ProcessRuntime.start(
        context,
        name,
        Cluster.get(context.getSystem()).selfMember().uniqueAddress().longUid(),
        processSettings,
        functions,
        finder,
        writer);
  }
}
