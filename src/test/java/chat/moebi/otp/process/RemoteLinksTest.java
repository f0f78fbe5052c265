package chat.moebi.otp.process;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.node.NodeName;
import chat.moebi.otp.process.RemoteLinks.Tie;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RemoteLinksTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final Pid HERE = new Pid(ALEX, 3, 33);
  private static final Pid THERE = new Pid(KATE, 5, 55);

  private final RemoteLinks alex = new RemoteLinks(host(ALEX, 33), KATE, 55);
  private final RemoteLinks kate = new RemoteLinks(host(KATE, 55), ALEX, 33);
  private final List<Signal> delivered = new ArrayList<>();

  @Test
  void countsALinkFromItsBeginningToItsEndAtBothEnds() {
    assertThat(fromAlex(new Signal.Link(THERE, HERE))).isTrue();
    assertThat(alex.isEmpty()).isFalse();
    assertThat(kate.isEmpty()).isFalse();

    assertThat(fromKate(new Signal.Exit(HERE, THERE, ExitReason.NORMAL, true))).isTrue();
    assertThat(alex.isEmpty()).isTrue();
    assertThat(kate.isEmpty()).isTrue();
  }

  @Test
  void countsAMonitorFromItsBeginningToItsEndAtBothEnds() {
    assertThat(fromAlex(new Signal.Monitor(THERE, HERE, 1))).isTrue();
    assertThat(fromAlex(new Signal.Monitor(THERE, HERE, 2))).isTrue();
    assertThat(alex.counted()).containsExactlyInAnyOrder(new Tie(3, 5, 1), new Tie(3, 5, 2));

    assertThat(fromAlex(new Signal.Demonitor(THERE, HERE, 1))).isTrue();
    assertThat(alex.counted()).containsExactly(new Tie(3, 5, 2));
    assertThat(fromKate(new Signal.Down(HERE, THERE, 2, ExitReason.NORMAL))).isTrue();
    assertThat(alex.isEmpty()).isTrue();
    assertThat(kate.isEmpty()).isTrue();
  }

  @Test
  void keepsAMonitorApartFromTheOneInTheOtherDirectionOfTheSameNumber() {
    fromAlex(new Signal.Monitor(THERE, HERE, 1));
    fromKate(new Signal.Monitor(HERE, THERE, 1));

    assertThat(fromKate(new Signal.Down(HERE, THERE, 1, ExitReason.NORMAL))).isTrue();

    assertThat(alex.counted()).isEmpty();
    assertThat(kate.counted()).containsExactly(new Tie(5, 3, 1));
  }

  @Test
  void keepsWhatEndsATieUntilTheOtherNodeCanBeReached() {
    fromAlex(new Signal.Link(THERE, HERE));
    Signal end = new Signal.Exit(THERE, HERE, ExitReason.NORMAL, true);
    alex.hold(end);
    alex.hold(new Signal.Exit(THERE, HERE, ExitReason.KILL, false)); // Ends no tie.
    assertThat(alex.counted()).isEmpty();
    assertThat(alex.isEmpty()).isFalse();

    alex.release(delivered::add);
    assertThat(delivered).containsExactly(end);
    assertThat(alex.isEmpty()).isTrue();
  }

  @Test
  void dropsWhatItKeptForANodeThatIsLost() {
    fromAlex(new Signal.Link(THERE, HERE));
    alex.hold(new Signal.Exit(THERE, HERE, ExitReason.NORMAL, true));
    fromAlex(new Signal.Monitor(THERE, HERE, 1));

    alex.lose(delivered::add);
    alex.release(delivered::add);

    assertThat(delivered).containsExactly(new Signal.Down(HERE, THERE, 1, ExitReason.NOCONNECTION));
  }

  @Test
  void passesNothingOnThatComesOfATieWhichIsNotThere() {
    assertThat(alex.note(new Signal.Exit(HERE, THERE, ExitReason.KILLED, true), true)).isFalse();
    assertThat(alex.note(new Signal.Down(HERE, THERE, 1, ExitReason.KILLED), true)).isFalse();
    assertThat(alex.note(new Signal.Exit(HERE, THERE, ExitReason.KILLED, false), true)).isTrue();
  }

  @Test
  void passesNothingOnAfterAnUnlink() {
    fromAlex(new Signal.Link(THERE, HERE));
    assertThat(alex.note(new Signal.Unlink(THERE, HERE), false)).isTrue();

    assertThat(alex.note(new Signal.Exit(HERE, THERE, ExitReason.KILLED, true), true)).isFalse();
  }

  @Test
  void tellsEachEndOnceThatTheNodeIsLost() {
    fromAlex(new Signal.Link(THERE, HERE));
    fromKate(new Signal.Link(HERE, THERE)); // The same one.
    fromAlex(new Signal.Monitor(THERE, HERE, 1));
    fromKate(new Signal.Monitor(HERE, THERE, 9));

    alex.lose(delivered::add);
    alex.lose(delivered::add);

    assertThat(delivered)
        .containsExactlyInAnyOrder(
            new Signal.Exit(HERE, THERE, ExitReason.NOCONNECTION, true),
            new Signal.Down(HERE, THERE, 1, ExitReason.NOCONNECTION),
            new Signal.Demonitor(HERE, THERE, 9));
    assertThat(alex.isEmpty()).isTrue();
  }

  @Test
  void hasTakenWhatIsLostForGoneWhenTheNodeSpeaksAgain() {
    fromAlex(new Signal.Link(THERE, HERE));
    fromAlex(new Signal.Monitor(THERE, HERE, 1));
    alex.lose(delivered::add);

    assertThat(alex.note(new Signal.Exit(HERE, THERE, ExitReason.KILLED, true), true)).isFalse();
    assertThat(alex.note(new Signal.Down(HERE, THERE, 1, ExitReason.KILLED), true)).isFalse();
  }

  @Test
  void missesNothingWhereBothNodesCountTheSame() {
    fromAlex(new Signal.Link(THERE, HERE));
    fromAlex(new Signal.Monitor(THERE, HERE, 1));
    fromKate(new Signal.Monitor(HERE, THERE, 1));

    assertThat(kate.missing(List.copyOf(alex.counted()))).isEmpty();
    assertThat(alex.missing(List.copyOf(kate.counted()))).isEmpty();
  }

  @Test
  void breaksOnBothSidesWhatOnlyOneSideCounts() {
    alex.note(new Signal.Link(THERE, HERE), false); // Lost on its way, like those below.
    alex.note(new Signal.Monitor(THERE, HERE, 1), false);
    kate.note(new Signal.Monitor(HERE, THERE, 4), false);

    alex.broken(kate.missing(List.copyOf(alex.counted())), delivered::add);
    kate.broken(alex.missing(List.copyOf(kate.counted())), delivered::add);

    assertThat(delivered)
        .containsExactlyInAnyOrder(
            new Signal.Exit(HERE, THERE, ExitReason.NOCONNECTION, true),
            new Signal.Down(HERE, THERE, 1, ExitReason.NOCONNECTION),
            new Signal.Down(THERE, HERE, 4, ExitReason.NOCONNECTION));
    assertThat(alex.isEmpty()).isTrue();
    assertThat(kate.isEmpty()).isTrue();
  }

  @Test
  void breaksATieOnceThoughItIsFoundMissingTwice() {
    alex.note(new Signal.Link(THERE, HERE), false);
    List<Tie> missing = kate.missing(List.copyOf(alex.counted()));

    alex.broken(missing, delivered::add);
    alex.broken(missing, delivered::add);

    assertThat(delivered).hasSize(1);
  }

  private boolean fromAlex(Signal signal) {
    return alex.note(signal, false) && kate.note(signal, true);
  }

  private boolean fromKate(Signal signal) {
    return kate.note(signal, false) && alex.note(signal, true);
  }

  private static ProcessRuntime host(NodeName node, long incarnation) {
    return new ProcessRuntime(
        node, incarnation, null, null, null, null, null, null, null, new AtomicLong(), null);
  }
}
