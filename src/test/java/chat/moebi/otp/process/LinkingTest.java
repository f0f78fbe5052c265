package chat.moebi.otp.process;

import static chat.moebi.otp.process.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.otp.function.None;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a link does, until it is removed. */
class LinkingTest extends SingleNodeTest {

  @Test
  void endsTheLinkedProcessWithTheReasonOfACrash() throws Exception {
    Pid first = spawn(SingleNodeTest::obedient);
    Pid second = observe(self -> self.link(first)).pid();
    Pid third = observe(self -> self.link(second)).pid();
    Observer observer = observe(self -> self.monitor(third));
    get(shell.send(first, "throw"));

    assertThat(observer.next()).isEqualTo("DOWN " + third + " thrown");
  }

  @Test
  void leavesTheLinkedProcessRunningAfterANormalEnd() throws Exception {
    Pid first = spawn(SingleNodeTest::obedient);
    Observer linked = observe(self -> self.link(first));
    Observer observer = observe(self -> self.monitor(first));
    get(shell.send(first, "done"));

    assertThat(observer.next()).isEqualTo("DOWN " + first + " normal");
    assertThat(linked.rest()).isEmpty();
  }

  @Test
  void sendsEachReasonToAProcessThatTrapsExits() throws Exception {
    for (String order : List.of("done", "throw", "exit")) {
      Pid pid = spawn(SingleNodeTest::obedient);
      Observer trapping = observeTrapping(self -> self.link(pid));
      get(shell.send(pid, order));

      assertThat(trapping.next()).isEqualTo("EXIT " + pid + " " + reasonOf(order));
      assertThat(trapping.rest()).isEmpty();
    }
  }

  @Test
  void letsAProcessStopTrappingExits() throws Exception {
    Pid pid = spawn(SingleNodeTest::obedient);
    Observer linked =
        observeTrapping(
            self -> {
              self.link(pid);
              self.trapExits(false);
            });
    Observer observer = observe(self -> self.monitor(linked.pid()));
    get(shell.send(pid, "exit"));

    assertThat(observer.next()).isEqualTo("DOWN " + linked.pid() + " no paper");
  }

  @Test
  void killsAProcessThatTrapsExitsAndReportsKilledToTheLinkedProcess() throws Exception {
    Observer victim = observeTrapping(self -> {});
    Observer linked = observeTrapping(self -> self.link(victim.pid()));
    Pid untrapped = observe(self -> self.link(victim.pid())).pid();
    Observer observer = observe(self -> self.monitor(untrapped));
    get(shell.exit(victim.pid(), ExitReason.KILL));

    assertThat(linked.next()).isEqualTo("EXIT " + victim.pid() + " killed");
    assertThat(observer.next()).isEqualTo("DOWN " + untrapped + " killed");
  }

  @Test
  void ignoresAnExitNormalFromAnotherProcess() throws Exception {
    Observer alone = observe(self -> {});
    Observer trapping = observeTrapping(self -> {});
    get(shell.exit(alone.pid(), ExitReason.NORMAL));
    get(shell.exit(trapping.pid(), ExitReason.NORMAL));

    assertThat(alone.rest()).isEmpty();
    assertThat(trapping.rest()).containsExactly("EXIT " + shell.pid() + " normal");
  }

  @Test
  void endsAProcessThatSendsExitNormalToItself() throws Exception {
    Pid pid = spawn(self -> Next.receive(on("go", () -> exitNormal(self))));
    Observer observer = observe(self -> self.monitor(pid));
    get(shell.send(pid, "go"));

    assertThat(observer.next()).isEqualTo("DOWN " + pid + " normal");
  }

  @Test
  void endsAProcessWithTheReasonOfAnExit() throws Exception {
    for (String reason : List.of("shutdown", "no paper", "killed")) {
      Pid pid = spawn("greet", "");
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.exit(pid, ExitReason.parse(reason)));

      assertThat(observer.next()).isEqualTo("DOWN " + pid + " " + reason);
    }
  }

  @Test
  void reportsNoprocForAProcessThatHasEnded() throws Exception {
    Pid ended = spawn("sleep", "0");
    awaitEnd(ended);
    Observer trapping = observeTrapping(self -> self.link(ended));
    assertThat(trapping.next()).isEqualTo("EXIT " + ended + " noproc");

    Pid untrapped =
        spawn(
            when(
                "link",
                self -> {
                  self.link(ended);
                  return idle();
                }));
    Observer observer = observe(self -> self.monitor(untrapped));
    get(shell.send(untrapped, "link"));
    assertThat(observer.next()).isEqualTo("DOWN " + untrapped + " noproc");
  }

  @Test
  void reportsNoprocForAProcessOfAnEarlierStartOfThisNode() throws Exception {
    Pid earlier = new Pid(ALEX, 0, TestRuntimes.INCARNATION - 1);
    Observer trapping =
        observeTrapping(
            self -> {
              self.link(earlier);
              self.monitor(earlier);
            });

    assertThat(trapping.next()).isEqualTo("EXIT " + earlier + " noproc");
    assertThat(trapping.next()).isEqualTo("DOWN " + earlier + " noproc");
  }

  @Test
  void hasNoEffectAfterAnUnlink() throws Exception {
    Pid pid = spawn(SingleNodeTest::obedient);
    Observer unlinked =
        observe(
            self -> {
              self.link(pid);
              self.unlink(pid);
            });
    Observer observer = observe(self -> self.monitor(pid));
    get(shell.send(pid, "throw"));

    assertThat(observer.next()).isEqualTo("DOWN " + pid + " thrown");
    assertThat(unlinked.rest()).isEmpty();
  }

  @Test
  void isOneLinkHoweverOftenEitherSideMakesIt() throws Exception {
    CompletableFuture<Pid> other = new CompletableFuture<>();
    Pid pid =
        spawn(
            when(
                "link",
                self -> {
                  self.link(other.join());
                  return obedient(self);
                }));
    Observer trapping =
        observeTrapping(
            self -> {
              self.link(pid);
              self.link(pid);
            });
    other.complete(trapping.pid());
    get(shell.send(pid, "link"));
    get(shell.send(pid, "throw"));

    assertThat(trapping.next()).isEqualTo("EXIT " + pid + " thrown");
    assertThat(trapping.rest()).isEmpty();
  }

  @Test
  void endsForBothWhenOneUnlinks() throws Exception {
    Pid pid = spawn(SingleNodeTest::obedient);
    Observer trapping = observeTrapping(self -> self.link(pid));
    Observer unlinking =
        observe(
            self -> {
              self.link(pid);
              self.unlink(pid);
            });
    get(shell.exit(unlinking.pid(), ExitReason.of("mine")));
    get(shell.send(pid, "done"));

    assertThat(trapping.next()).isEqualTo("EXIT " + pid + " normal"); // And not: mine.
  }

  private Next<None> exitNormal(Self self) {
    self.exit(self.pid(), ExitReason.NORMAL);
    return idle();
  }

  @Test
  void canBeRemovedAsSoonAsThePidIsKnown() throws Exception {
    Pid before = shell.pid();
    for (int i = 0; i < 200; i++) {
      Pid pid = spawnLink(self -> Next.receive(on("go", () -> Next.exit(ExitReason.of("no")))));
      get(shell.unlink(pid));
      get(shell.monitor(pid));
      get(shell.send(pid, "go"));
    }
    assertThat(shell.pid()).isEqualTo(before);
  }
}
