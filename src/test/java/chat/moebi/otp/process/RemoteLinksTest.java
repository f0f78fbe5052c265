package chat.moebi.otp.process;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import chat.moebi.otp.process.RouterCommand.RemoteLink;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteLinksTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final Pid HERE = new Pid(ALEX, 3, 33);
  private static final Pid THERE = new Pid(KATE, 5, 55);

  private final RemoteLinks alex = new RemoteLinks(Pid.ofNode(ALEX, 33), Pid.ofNode(KATE, 55));
  private final RemoteLinks kate = new RemoteLinks(Pid.ofNode(KATE, 55), Pid.ofNode(ALEX, 33));

  @Test
  void tracksALinkOnBothNodesUntilItEnds() {
    assertThat(fromAlex(new Signal.Link(THERE, HERE))).isTrue();
    assertThat(alex.isEmpty()).isFalse();
    assertThat(kate.isEmpty()).isFalse();

    assertThat(fromKate(new Signal.Exit(HERE, THERE, ExitReason.NORMAL, true))).isTrue();
    assertThat(alex.isEmpty()).isTrue();
    assertThat(kate.isEmpty()).isTrue();
  }

  @Test
  void tracksAMonitorOnBothNodesUntilItEnds() {
    assertThat(fromAlex(new Signal.Monitor(THERE, HERE, 1))).isTrue();
    assertThat(fromAlex(new Signal.Monitor(THERE, HERE, 2))).isTrue();
    assertThat(alex.toConfirm())
        .containsExactlyInAnyOrder(new RemoteLink(3, 5, 1), new RemoteLink(3, 5, 2));

    assertThat(fromAlex(new Signal.Demonitor(THERE, HERE, 1))).isTrue();
    assertThat(alex.toConfirm()).containsExactly(new RemoteLink(3, 5, 2));
    assertThat(fromKate(new Signal.Down(HERE, THERE, 2, ExitReason.NORMAL))).isTrue();
    assertThat(alex.isEmpty()).isTrue();
    assertThat(kate.isEmpty()).isTrue();
  }

  @Test
  void separatesMonitorsOfTheSameNumberInBothDirections() {
    fromAlex(new Signal.Monitor(THERE, HERE, 1));
    fromKate(new Signal.Monitor(HERE, THERE, 1));

    assertThat(fromKate(new Signal.Down(HERE, THERE, 1, ExitReason.NORMAL))).isTrue();

    assertThat(alex.toConfirm()).isEmpty();
    assertThat(kate.toConfirm()).containsExactly(new RemoteLink(5, 3, 1));
  }

  @Test
  void holdsTheEndsOfLinksUntilTheOtherNodeCanBeReached() {
    fromAlex(new Signal.Link(THERE, HERE));
    Signal end = new Signal.Exit(THERE, HERE, ExitReason.NORMAL, true);
    alex.hold(end);
    alex.hold(new Signal.Exit(THERE, HERE, ExitReason.KILL, false)); // Ends no tie.
    assertThat(alex.toConfirm()).isEmpty();
    assertThat(alex.isEmpty()).isFalse();

    assertThat(alex.release()).containsExactly(end);
    assertThat(alex.isEmpty()).isTrue();
  }

  @Test
  void dropsHeldSignalsForALostNode() {
    fromAlex(new Signal.Link(THERE, HERE));
    alex.hold(new Signal.Exit(THERE, HERE, ExitReason.NORMAL, true));
    fromAlex(new Signal.Monitor(THERE, HERE, 1));

    assertThat(alex.lose())
        .containsExactly(new Signal.Down(HERE, THERE, 1, ExitReason.NOCONNECTION));
    assertThat(alex.release()).isEmpty();
  }

  @Test
  void dropsTheEndOfAnUnknownLink() {
    assertThat(alex.record(new Signal.Exit(HERE, THERE, ExitReason.KILLED, true))).isFalse();
    assertThat(alex.record(new Signal.Down(HERE, THERE, 1, ExitReason.KILLED))).isFalse();
    assertThat(alex.record(new Signal.Exit(HERE, THERE, ExitReason.KILLED, false))).isTrue();
  }

  @Test
  void dropsAnExitAfterAnUnlink() {
    fromAlex(new Signal.Link(THERE, HERE));
    assertThat(alex.record(new Signal.Unlink(THERE, HERE))).isTrue();

    assertThat(alex.record(new Signal.Exit(HERE, THERE, ExitReason.KILLED, true))).isFalse();
  }

  @Test
  void tellsEachProcessOnceThatTheNodeIsLost() {
    fromAlex(new Signal.Link(THERE, HERE));
    fromKate(new Signal.Link(HERE, THERE)); // The same one.
    fromAlex(new Signal.Monitor(THERE, HERE, 1));
    fromKate(new Signal.Monitor(HERE, THERE, 9));

    assertThat(alex.lose())
        .containsExactlyInAnyOrder(
            new Signal.Exit(HERE, THERE, ExitReason.NOCONNECTION, true),
            new Signal.Down(HERE, THERE, 1, ExitReason.NOCONNECTION),
            new Signal.Demonitor(HERE, THERE, 9));
    assertThat(alex.lose()).isEmpty();
    assertThat(alex.isEmpty()).isTrue();
  }

  @Test
  void keepsNoLinkToALostNodeThatReturns() {
    fromAlex(new Signal.Link(THERE, HERE));
    fromAlex(new Signal.Monitor(THERE, HERE, 1));
    alex.lose();

    assertThat(alex.record(new Signal.Exit(HERE, THERE, ExitReason.KILLED, true))).isFalse();
    assertThat(alex.record(new Signal.Down(HERE, THERE, 1, ExitReason.KILLED))).isFalse();
  }

  @Test
  void missesNothingIfBothNodesAgree() {
    fromAlex(new Signal.Link(THERE, HERE));
    fromAlex(new Signal.Monitor(THERE, HERE, 1));
    fromKate(new Signal.Monitor(HERE, THERE, 1));

    assertThat(kate.missing(alex.toConfirm())).isEmpty();
    assertThat(alex.missing(kate.toConfirm())).isEmpty();
  }

  @Test
  void removesALinkThatOnlyOneNodeHas() {
    alex.record(new Signal.Link(THERE, HERE)); // Lost on its way, like those below.
    alex.record(new Signal.Monitor(THERE, HERE, 1));
    kate.record(new Signal.Monitor(HERE, THERE, 4));

    assertThat(alex.removeMissing(kate.missing(alex.toConfirm())))
        .containsExactlyInAnyOrder(
            new Signal.Exit(HERE, THERE, ExitReason.NOCONNECTION, true),
            new Signal.Down(HERE, THERE, 1, ExitReason.NOCONNECTION));
    assertThat(kate.removeMissing(alex.missing(kate.toConfirm())))
        .containsExactly(new Signal.Down(THERE, HERE, 4, ExitReason.NOCONNECTION));
    assertThat(alex.isEmpty()).isTrue();
    assertThat(kate.isEmpty()).isTrue();
  }

  @Test
  void removesALinkOnceThoughFoundMissingTwice() {
    alex.record(new Signal.Link(THERE, HERE));
    List<RemoteLink> missing = kate.missing(alex.toConfirm());

    assertThat(alex.removeMissing(missing)).hasSize(1);
    assertThat(alex.removeMissing(missing)).isEmpty();
  }

  private boolean fromAlex(Signal signal) {
    return alex.record(signal) && kate.record(signal);
  }

  private boolean fromKate(Signal signal) {
    return kate.record(signal) && alex.record(signal);
  }
}
