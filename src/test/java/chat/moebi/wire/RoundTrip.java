package chat.moebi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.SerializationTestKit;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.typesafe.config.ConfigFactory;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sends messages through the real serializer, with the product's own bindings, and sees to it that
 * none is forgotten.
 */
public final class RoundTrip {

  private RoundTrip() {}

  /**
   * Checks that each message comes back equal to itself, and that there is one of each type in a
   * package that crosses nodes.
   *
   * @param messages makes them; given the ActorSystem for their refs
   */
  public static void check(String inPackage, Function<ActorTestKit, Stream<Object>> messages) {
    ActorTestKit kit =
        ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(ConfigFactory.load()));
    try {
      SerializationTestKit serialization = kit.serializationTestKit();
      Set<String> seen =
          messages
              .apply(kit)
              .map(message -> serialization.verifySerialization(message, true).getClass().getName())
              .collect(Collectors.toSet());
      assertThat(seen).isEqualTo(crossing(inPackage));
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static Set<String> crossing(String inPackage) {
    return new ClassFileImporter()
        .importPackages(inPackage).stream()
            .filter(c -> c.isAssignableTo(WireMessage.class) && !c.isInterface())
            .map(JavaClass::getName)
            .collect(Collectors.toSet());
  }
}
