package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import chat.moebi.chat.GroupResult;
import chat.moebi.chat.SendResult;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {

  @ParameterizedTest
  @MethodSource
  void eachResultOfASendHasItsFailure(SendResult result, Failure failure) {
    assertThat(Failure.of(result)).isEqualTo(failure);
  }

  static Stream<Arguments> eachResultOfASendHasItsFailure() {
    NodeName kate = NodeName.parse("kate@localhost");
    return Stream.of(
        arguments(new SendResult.NoConnection(kate), Failure.NO_CONNECTION),
        arguments(new SendResult.NotKept(kate, "the disk is full"), Failure.NO_CONNECTION),
        arguments(new SendResult.NoAnswer(kate, Duration.ofSeconds(5)), Failure.UNCONFIRMED),
        arguments(new SendResult.Busy(kate), Failure.UNCONFIRMED),
        arguments(new SendResult.Failed(kate, "boom"), Failure.TASK_CRASHED),
        arguments(new SendResult.TooLong(70_000), Failure.TOO_LONG),
        arguments(new SendResult.NotInRoom(kate), Failure.NO_CONNECTION),
        arguments(new SendResult.DifferentCookie(kate), Failure.DIFFERENT_COOKIE),
        arguments(new SendResult.WhichNode("kate", List.of(kate, kate)), Failure.USAGE),
        arguments(new SendResult.BadName("no name"), Failure.USAGE));
  }

  @ParameterizedTest
  @MethodSource
  void eachResultOfASendToManyHasItsFailure(GroupResult result, Failure failure) {
    assertThat(Failure.of(result)).isEqualTo(failure);
  }

  static Stream<Arguments> eachResultOfASendToManyHasItsFailure() {
    return Stream.of(
        arguments(new GroupResult.NobodyElse(Optional.empty()), Failure.NO_CONNECTION),
        arguments(new GroupResult.NotShownByAll(new TreeMap<>(), 2), Failure.UNCONFIRMED),
        arguments(new GroupResult.Refused(new SendResult.TooLong(70_000)), Failure.TOO_LONG));
  }
}
