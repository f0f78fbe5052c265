package chat.moebi.otp.task;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Refusal;
import org.junit.jupiter.api.Test;

class TaskResultTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");

  private static final TaskResult<String> COMPLETED = new TaskResult.Completed<>("hi");
  private static final TaskResult<String> CRASHED = new TaskResult.Exited<>(ExitReason.of("boom"));
  private static final TaskResult<String> LOST = new TaskResult.Exited<>(ExitReason.NOCONNECTION);
  private static final TaskResult<String> NOT_SENT =
      new TaskResult.Refused<>(Refusal.noConnection(KATE));
  private static final TaskResult<String> BUSY = new TaskResult.Refused<>(Refusal.busy(KATE));

  @Test
  void isSaidInWords() {
    assertThat(COMPLETED.sentence(KATE)).isEqualTo("ok");
    assertThat(CRASHED.sentence(KATE)).isEqualTo("the task on kate@localhost failed: boom");
    assertThat(LOST.sentence(KATE)).isEqualTo("no connection to kate@localhost");
    assertThat(NOT_SENT.sentence(KATE)).isEqualTo("no connection to kate@localhost");
    assertThat(BUSY.sentence(KATE)).isEqualTo("kate@localhost is busy; try again");
  }

  @Test
  void isTheReasonWithWhichAProcessEndsThatAwaitsItInVain() {
    assertThat(COMPLETED.exitReason()).isEqualTo(ExitReason.NORMAL);
    assertThat(CRASHED.exitReason()).isEqualTo(ExitReason.of("boom"));
    assertThat(LOST.exitReason()).isEqualTo(ExitReason.NOCONNECTION);
    assertThat(NOT_SENT.exitReason()).isEqualTo(ExitReason.NOCONNECTION);
    assertThat(BUSY.exitReason()).isEqualTo(ExitReason.of("kate@localhost is busy; try again"));
  }
}
