package chat.moebi.otp.process;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.chat.Annex.Environment;
import chat.moebi.cluster.ActorFinder;
import chat.moebi.cluster.View;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Functions;
import chat.moebi.output.Output;
import chat.moebi.output.OutputWriter;
import java.util.Collections;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Starts the runtime that processes need, in an ActorSystem without a network. */
public final class TestRuntimes {

  /** The incarnation of each of these nodes. */
  public static final long INCARNATION = 4711;

  private TestRuntimes() {}

  /** Starts a runtime with the installed functions. */
  public static ProcessRuntime start(ActorTestKit kit, NodeName node, Output output) {
    return start(kit, node, Functions.installed(), output, (context, host) -> {});
  }

  /**
   * Starts a runtime.
   *
   * @param more starts more actors under the same guardian
   */
  public static ProcessRuntime start(
      ActorTestKit kit,
      NodeName node,
      Functions functions,
      Output output,
      BiConsumer<ActorContext<?>, ProcessRuntime> more) {
    View view = new View(node, Collections.unmodifiableSortedMap(new TreeMap<>()));
    CompletableFuture<ProcessRuntime> started = new CompletableFuture<>();
    kit.spawn(
        Behaviors.<Void>setup(
            context -> {
              ActorFinder finder =
                  new ActorFinder(() -> view, ActorRefResolver.get(context.getSystem()));
              OutputWriter writer = new OutputWriter(output, "output");
              ProcessRuntime runtime =
                  ProcessRouter.start(
                      context,
                      new Environment(node, INCARNATION, finder, writer),
                      ProcessSettings.from(context.getSystem().settings().config()),
                      functions);
              more.accept(context, runtime);
              started.complete(runtime);
              return Behaviors.empty();
            }));
    return started.join();
  }
}
