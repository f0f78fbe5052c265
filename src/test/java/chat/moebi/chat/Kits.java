package chat.moebi.chat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.name.NodeName;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.function.Function;

/** Creates the test kits, settings and actors that the tests of the chat's actors need. */
final class Kits {

  static final NodeName ALEX = NodeName.parse("alex@localhost");
  static final NodeName KATE = NodeName.parse("kate@localhost");
  static final NodeName MOEBI = NodeName.parse("moebi@localhost");

  private Kits() {}

  /** Starts an ActorSystem without a network, whose time passes only when the test advances it. */
  static ActorTestKit inManualTime() {
    return ActorTestKit.create(ManualTime.config().withFallback(withoutNetwork()));
  }

  /** Starts an ActorSystem without a network. */
  static ActorTestKit inRealTime() {
    return ActorTestKit.create(withoutNetwork());
  }

  /** Returns the built-in settings with some overridden. */
  static ChatSettings settings(String others) {
    return ChatSettings.from(ConfigFactory.parseString(others).withFallback(ConfigFactory.load()));
  }

  /** Starts an actor that receives batches, and forwards their messages one by one. */
  static <P, M> ActorRef<P> oneByOne(
      ActorTestKit kit, ActorRef<? super M> to, Function<P, List<M>> unpacked) {
    return kit.spawn(
        Behaviors.receiveMessage(
            message -> {
              unpacked.apply(message).forEach(to::tell);
              return Behaviors.same();
            }));
  }

  private static Config withoutNetwork() {
    return ConfigFactory.parseString("akka.actor.provider = local")
        .withFallback(ConfigFactory.load());
  }
}
