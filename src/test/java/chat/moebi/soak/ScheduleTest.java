package chat.moebi.soak;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.soak.Event.Kind;
import chat.moebi.soak.Schedule.Ground;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Shows that a seed always yields the same faults, and that a long run has faults of each kind. */
class ScheduleTest {

  private static final Ground NETWORK =
      new Ground(Map.of("alex", "north", "kate", "south", "sophie", "south"), true);
  private static final Ground LOOPBACK =
      new Ground(Map.of("alex", "localhost", "kate", "localhost", "sophie", "localhost"), false);
  private static final Duration LENGTH = Duration.ofMinutes(20);

  @Test
  void theSameSeedMakesTheSameFaults() {
    List<Event> events = Schedule.of(7, NETWORK, LENGTH);
    assertThat(Schedule.of(7, NETWORK, LENGTH)).isEqualTo(events);
    assertThat(Schedule.of(8, NETWORK, LENGTH)).isNotEqualTo(events);
    assertThat(events).allMatch(event -> event.at().compareTo(LENGTH) < 0);
  }

  @Test
  void aLongRunHasEachKindOfFault() {
    assertThat(kinds(NETWORK)).isEqualTo(EnumSet.allOf(Kind.class));
  }

  @Test
  void withoutSeparateHostsAllFaultsConcernProcesses() {
    assertThat(kinds(LOOPBACK)).isEqualTo(EnumSet.range(Kind.START, Kind.THAW));
  }

  private static Set<Kind> kinds(Ground ground) {
    return Schedule.of(7, ground, LENGTH).stream().map(Event::kind).collect(Collectors.toSet());
  }
}
