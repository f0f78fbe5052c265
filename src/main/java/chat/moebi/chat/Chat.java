package chat.moebi.chat;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import chat.moebi.chat.ChatSupervisor.CloseSession;
import chat.moebi.chat.ChatSupervisor.NoteTo;
import chat.moebi.chat.ChatSupervisor.OpenSession;
import chat.moebi.chat.MessageSender.Send;
import chat.moebi.cookie.CookieException;
import chat.moebi.cookie.CookieFile;
import chat.moebi.cookie.Credentials;
import chat.moebi.function.Functions;
import chat.moebi.function.Terms;
import chat.moebi.node.ActorFinder;
import chat.moebi.node.Node;
import chat.moebi.node.NodeException;
import chat.moebi.node.NodeName;
import chat.moebi.node.Presence;
import chat.moebi.node.Registry;
import chat.moebi.node.Settings;
import chat.moebi.node.View;
import chat.moebi.process.Host;
import chat.moebi.process.Output;
import chat.moebi.process.OutputWriter;
import chat.moebi.process.OwnProcess;
import chat.moebi.process.ProcessSettings;
import chat.moebi.task.TaskSettings;
import chat.moebi.task.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Starts a node that chats, and sends from it: the API for Java programs, and what the console
 * stands on. Thread-safe.
 *
 * <pre>{@code
 * try (Chat sophie = Chat.start("sophie", (from, text) -> System.out.println(from + ": " + text))) {
 *   SendResult result = sophie.send("moebi", "hi").toCompletableFuture().join();
 *   System.out.println(result.sentence());
 * }
 * }</pre>
 */
public final class Chat implements AutoCloseable {

  private static final String OUTPUT = "output";

  /** Is told what happens to a node by who runs it, in threads that it must not block. */
  public interface Owner {
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
      ActorRef<ChatSupervisor.Command> supervisor,
      Host host,
      OwnProcess process,
      Tasks tasks) {}

  private final NodeName name;
  private final ChatSettings settings;
  private final ProcessSettings processSettings;
  private final TaskSettings taskSettings;
  private final Functions functions;
  private final Output output;
  private final Notices notices;
  private final Node node;
  private final Session own;
  private final AtomicLong lastSession = new AtomicLong(Endpoint.OWN);
  private final Map<CompletableFuture<SendResult>, NodeName> awaited = new ConcurrentHashMap<>();
  private final Map<Long, Output> sessions = new ConcurrentHashMap<>();
  private volatile Actors actors;

  /** There are actors that answer. Not so while the node rejoins, nor when it has ended. */
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
    this.output = output;
    this.notices = new Notices(output);
    this.own = new Session(this, Endpoint.of(name));
    this.node =
        Node.start(
            settings,
            registry,
            (context, view) -> {
              startActors(context, view);
              owner.start(context);
            },
            listener(owner));
    node.whenTerminated().thenRun(this::endAwaiting);
  }

  private Node.Listener listener(Owner owner) {
    return new Node.Listener() {
      @Override
      public void starting(Node started) {
        owner.starting(started);
      }

      @Override
      public void presence(Presence presence) {
        notices.add(presence.sentence());
      }

      @Override
      public void note(String sentence) {
        notices.add(sentence);
      }

      @Override
      public void lost() {
        notices.add("the connection to the cluster was lost; rejoining");
        owner.connected(false);
        endAwaiting();
      }

      @Override
      public void back(View view) {
        notices.add(Chat.back(view));
        owner.connected(true);
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
    sessions.put(self.session(), answers); // First: actors that start just now find it here.
    actors.supervisor().tell(new OpenSession(self.session(), answers));
    return new Session(this, self);
  }

  /**
   * Returns this program's own process, the shell's: it spawns others, and has a mailbox. Another
   * one after the node has rejoined.
   */
  public OwnProcess process() {
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

  /** Returns where this node's socket for scripts belongs. */
  public Path scriptSocket() {
    return node.scriptSocket();
  }

  /** Completes when the node has ended because it was closed. */
  public CompletionStage<Done> whenTerminated() {
    return node.whenTerminated();
  }

  /** Leaves the cluster and ends the node, within {@code chat.leave-timeout}. */
  @Override
  public void close() {
    node.close();
  }

  ActorSystem<Void> system() {
    return node.system();
  }

  /** Tells whether a node runs on this host that this one has no cookie in common with. */
  public boolean hasDifferentCookie(NodeName other) {
    return !settings.isLocal() && node.hasDifferentCookie(other);
  }

  CompletionStage<SendResult> send(Endpoint from, Endpoint to, String text, Duration timeout) {
    CompletableFuture<SendResult> result = new CompletableFuture<>();
    awaited.put(result, to.name());
    result.whenComplete((r, e) -> awaited.remove(result));
    Actors asked = actors;
    asked
        .sender()
        .tell(
            new Send(
                from,
                to,
                text,
                false,
                timeout,
                result::complete,
                note -> actors.supervisor().tell(new NoteTo(from.session(), note))));
    if (!isRunning || asked != actors) { // Else it could wait for those that are gone.
      result.complete(new SendResult.NoConnection(to.name()));
    }
    return result;
  }

  // The actors are gone, and nobody else would answer.
  private void endAwaiting() {
    isRunning = false;
    awaited.forEach((result, node) -> result.complete(new SendResult.NoConnection(node)));
    actors.process().nodeHasEnded();
    actors.tasks().nodeHasEnded();
  }

  void close(Endpoint session) {
    sessions.remove(session.session());
    actors.supervisor().tell(new CloseSession(session.session()));
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
            ? RemoteSupervisor.local(() -> actors.supervisor())
            : RemoteSupervisor.inCluster(finder);
    ActorRef<OutputWriter.Command> writer =
        context.spawn(restarted(OutputWriter.create(output)), OUTPUT, OutputWriter.PROPS);
    Host host = startProcesses(context, finder, writer);
    OwnProcess process = OwnProcess.start(context, host);
    Tasks tasks =
        Tasks.start(
            context,
            host,
            process,
            taskSettings,
            settings.sendTimeout(),
            settings.isLocal() ? node -> name : UnaryOperator.identity());
    ActorRef<MessageSender.Command> sender =
        context.spawn(
            restarted(MessageSender.create(settings, remoteSupervisor, System::nanoTime)),
            MessageSender.ACTOR);
    ActorRef<ChatSupervisor.Command> supervisor =
        context.spawn(
            Behaviors.supervise(ChatSupervisor.create(host, settings, sender, tasks.supervisors()))
                .onFailure(SupervisorStrategy.resume()),
            ChatSupervisor.ACTOR);
    sessions.forEach((session, answers) -> supervisor.tell(new OpenSession(session, answers)));
    actors = new Actors(sender, supervisor, host, process, tasks);
    isRunning = true;
  }

  private Host startProcesses(
      ActorContext<Void> context, ActorFinder finder, ActorRef<OutputWriter.Command> writer) {
    return Host.start(
        context,
        name,
        Cluster.get(context.getSystem()).selfMember().uniqueAddress().longUid(),
        processSettings,
        functions,
        finder,
        writer);
  }

  private static <C> Behavior<C> restarted(Behavior<C> behavior) {
    return Behaviors.supervise(behavior).onFailure(SupervisorStrategy.restart());
  }
}
