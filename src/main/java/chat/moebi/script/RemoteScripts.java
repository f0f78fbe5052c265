package chat.moebi.script;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import chat.moebi.chat.Annex;
import chat.moebi.chat.Chat;
import chat.moebi.cluster.WireMessage;
import chat.moebi.node.Supervision;
import chat.moebi.output.Output;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * Serves the scripts of other hosts, as {@link ScriptServer} serves those of this one, at most
 * {@code chat.max-scripts} at once; one a node, at {@code /user/scripts}.
 *
 * <p>Scripts are not members of the cluster, so none can be watched. A script that ends says
 * goodbye, and a script that lives asks at least every {@link #PING_INTERVAL}, also while it waits.
 * So a script that has been silent for {@link #SILENCE} has died or was cut off, and loses its
 * place. If it lives, its next request gets a place again.
 */
public final class RemoteScripts extends AbstractBehavior<RemoteScripts.Command> {

  /** The name of the actor under the user guardian, the same on every node. */
  static final String ACTOR = "scripts";

  static final Duration SILENCE = Duration.ofMinutes(1);
  static final Duration PING_INTERVAL = Duration.ofSeconds(15);

  /** A message to the actor. */
  sealed interface Command {}

  /** A request of a script, to which the responses go. */
  record Ask(Request request, ActorRef<Response> script) implements Command, WireMessage {
    Ask {
      Objects.requireNonNull(request, "request");
      Objects.requireNonNull(script, "script");
    }
  }

  /** The script ends. */
  record Goodbye(ActorRef<Response> script) implements Command, WireMessage {
    Goodbye {
      Objects.requireNonNull(script, "script");
    }
  }

  private record Ready(Chat chat) implements Command {}

  private record Answered(ActorRef<Response> script, List<Response> responses, Throwable failure)
      implements Command {}

  private record Silent(ActorRef<Response> script) implements Command {}

  private final TimerScheduler<Command> timers;
  private final int maxScripts;
  private final Map<ActorRef<Response>, Conversation> scripts = new HashMap<>();
  private Chat chat;

  /**
   * Returns an annex that serves the scripts of other hosts.
   *
   * @param chat completes when the node is ready; until then scripts are sent to other nodes
   */
  public static Annex<?> annex(CompletionStage<Chat> chat, int maxScripts) {
    return new Scripts(chat, maxScripts);
  }

  private record Scripts(CompletionStage<Chat> chat, int maxScripts) implements Annex<Command> {
    @Override
    public String name() {
      return ACTOR;
    }

    /** Returns the strategy to restart; waiting scripts are told to ask again. */
    @Override
    public SupervisorStrategy strategy() {
      return Supervision.RESTART;
    }

    @Override
    public Behavior<Command> start(ActorContext<Command> context, Environment environment) {
      return create(chat, maxScripts);
    }
  }

  static Behavior<Command> create(CompletionStage<Chat> chat, int maxScripts) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new RemoteScripts(context, timers, chat, maxScripts)));
  }

  private RemoteScripts(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      CompletionStage<Chat> chat,
      int maxScripts) {
    super(context);
    context.setLoggerName(RemoteScripts.class);
    this.timers = timers;
    this.maxScripts = maxScripts;
    context.pipeToSelf(chat, (started, failure) -> new Ready(started));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Ask.class, this::onAsk)
        .onMessage(Goodbye.class, this::onGoodbye)
        .onMessage(Ready.class, this::onReady)
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(Silent.class, this::onSilent)
        .onSignal(PreRestart.class, signal -> onEnd())
        .onSignal(PostStop.class, signal -> onEnd())
        .build();
  }

  private Behavior<Command> onAsk(Ask ask) {
    ActorRef<Response> script = ask.script();
    if (!scripts.containsKey(script)) {
      if (chat == null) {
        script.tell(new Response.End()); // The script asks another node.
        return this;
      } else if (scripts.size() >= maxScripts) {
        script.tell(new Response.Full(chat.name(), maxScripts));
        return this;
      }
      scripts.put(script, new Conversation(chat, to(script)));
    }
    timers.startSingleTimer(script, new Silent(script), SILENCE);
    getContext()
        .pipeToSelf(
            scripts.get(script).answer(ask.request()),
            (responses, failure) -> new Answered(script, responses, failure));
    return this;
  }

  private Behavior<Command> onGoodbye(Goodbye goodbye) {
    close(goodbye.script());
    return this;
  }

  private Behavior<Command> onReady(Ready ready) {
    chat = ready.chat();
    return this;
  }

  private Behavior<Command> onAnswered(Answered answered) {
    if (answered.failure() == null) {
      // Also to a script that has lost its place: it may live.
      answered.responses().forEach(answered.script()::tell);
    } else {
      getContext().getLog().error("cannot answer a script", answered.failure());
    }
    return this;
  }

  private Behavior<Command> onSilent(Silent silent) {
    close(silent.script());
    return this;
  }

  private Behavior<Command> onEnd() {
    scripts.forEach(
        (script, conversation) -> {
          conversation.close();
          script.tell(new Response.End());
        });
    return this;
  }

  private void close(ActorRef<Response> script) {
    Conversation conversation = scripts.remove(script);
    if (conversation != null) {
      timers.cancel(script);
      conversation.close();
    }
  }

  private static Output to(ActorRef<Response> script) {
    return new ScriptOutput() {
      @Override
      public void send(Response response) {
        script.tell(response);
      }

      @Override
      public void note(String sentence) {
        script.tell(new Response.Note(sentence));
      }
    };
  }
}
