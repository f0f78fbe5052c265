package chat.moebi.cluster;

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
   * Checks that each message comes back equal to itself, with an unknown field too; that a message
   * with a null in place of anything but a number is refused; that a missing field means what
   * {@link SkewedMessages} says; and that there is an example of each type in a package that
   * crosses nodes.
   *
   * @param messages makes them; given the ActorSystem for their refs
   * @param optional the fields that may be null, such as {@code Answer.refusal}, or {@code
   *     ReceiveMessages.texts.text} for a field of a record within a message
   */
  public static void check(
      String inPackage, Function<ActorTestKit, Stream<Object>> messages, String... optional) {
    ActorTestKit kit =
        ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(ConfigFactory.load()));
    try {
      SerializationTestKit serialization = kit.serializationTestKit();
      Set<String> seen =
          messages
              .apply(kit)
              .peek(message -> SkewedMessages.check(kit.system(), message, Set.of(optional)))
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
