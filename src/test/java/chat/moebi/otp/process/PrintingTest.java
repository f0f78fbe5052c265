package chat.moebi.otp.process;

import static chat.moebi.otp.process.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Invocation;
import org.junit.jupiter.api.Test;

/** How lines reach the group leader. */
class PrintingTest extends SingleNodeTest {

  @Test
  void isOnlyForProcessesOfThisLeader() throws Exception {
    Pid stranger = new Pid(NodeName.parse("moebi@localhost"), 1, 1);
    Pid guessed = Pid.ofNode(ALEX, TestRuntimes.INCARNATION);
    runtime.router().tell(new Signal.Print(guessed, stranger, 1, "forged"));
    Invocation call = Call.typed("say_name", "").written(runtime.terms());
    runtime.router().tell(new RouterCommand.SpawnRequest(1, call, stranger, false, guessed));
    runtime.router().tell(new Signal.Print(runtime.leader(), stranger, 2, "asked for"));
    assertThat(nextShown()).isEqualTo("moebi@localhost prints asked for");
    spawn("say_name", "");
    assertThat(nextShown()).startsWith("alex@localhost prints ");
    assertThat(shown).isEmpty();
  }

  @Test
  void writesLinesInOrderBeforeTheProcessEnds() throws Exception {
    reader.drainPermits();
    Pid pid =
        spawn(
            self -> {
              self.print("1");
              self.print("2");
              return Next.done();
            });
    Observer observer = observe(self -> self.monitor(pid));
    assertThat(nextShown()).isEqualTo("alex@localhost prints 1");
    assertThat(shown).isEmpty(); // The second waits for the first.
    assertThat(observer.rest()).isEmpty();
    reader.release();
    assertThat(nextShown()).isEqualTo("alex@localhost prints 2");
    assertThat(observer.rest()).isEmpty();
    reader.release();

    assertThat(observer.next()).isEqualTo("DOWN " + pid + " normal");
  }

  @Test
  void doesNotDelayAKill() throws Exception {
    reader.drainPermits();
    Pid pid =
        spawn(
            self -> {
              self.print("1");
              return Next.done();
            });
    Observer observer = observe(self -> self.monitor(pid));
    nextShown();
    get(shell.exit(pid, ExitReason.KILL));

    assertThat(observer.next()).isEqualTo("DOWN " + pid + " killed");
    reader.release();
  }

  @Test
  void refusesALineThatIsTooLong() throws Exception {
    Pid pid =
        spawn(
            self ->
                Next.receive(
                    received -> {
                      self.print("\u00e4".repeat(32_769));
                      return Next.done();
                    }));
    Observer observer = observe(self -> self.monitor(pid));
    get(shell.send(pid, "go"));

    assertThat(observer.next())
        .isEqualTo("DOWN " + pid + " the line is too long: 65538 of at most 65536 bytes");
    assertThat(shown).isEmpty();
  }
}
