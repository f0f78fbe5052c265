package chat.moebi.otp.process;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.name.NodeName;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.process.SpawnResult.Spawned;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag(DistributedTests.TAG)
class ManyProcessesTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final int PROCESSES = 100_000;

  /** How many requests are on their way to a node at once; Akka would drop many more. */
  private static final int AT_ONCE = 1_000;

  @TempDir Path home;

  @Test
  void aHundredThousandIdleProcessesFitIntoAGibibyte() throws Exception {
    ChatProgram program = new ChatProgram(home);
    try (PipedProcess kate = program.withHeap("1g").startNode("kate");
        Chat alex =
            TestChats.inCluster(
                "alex",
                program,
                "chat.send-timeout = 30 s",
                Functions.installed(),
                (from, text) -> {})) {
      ShellProcess shell = Otp.of(alex).process();

      List<Pid> spawned = new ArrayList<>(PROCESSES);
      while (spawned.size() < PROCESSES) {
        List<CompletionStage<SpawnResult>> some = new ArrayList<>(AT_ONCE);
        for (int i = 0; i < AT_ONCE; i++) {
          some.add(shell.spawn(KATE, Call.typed("greet", "")));
        }
        for (CompletionStage<SpawnResult> each : some) {
          spawned.add(((Spawned) each.toCompletableFuture().join()).pid());
        }
      }
      Set<Pid> listed = list(shell);
      assertThat(listed).hasSize(PROCESSES + 1); // And kate's shell.
      assertThat(listed.containsAll(spawned)).isTrue();

      for (int from = 0; from < PROCESSES; from += AT_ONCE) {
        List<CompletionStage<Refusal>> some = new ArrayList<>(AT_ONCE);
        for (Pid pid : spawned.subList(from, from + AT_ONCE)) {
          some.add(shell.send(pid, "hi"));
        }
        for (CompletionStage<Refusal> each : some) {
          assertThat(each.toCompletableFuture().join()).isNull();
        }
        assertThat(shell.flush().toCompletableFuture().join()).hasSize(AT_ONCE);
      }
      // Each process had ended before its receipt of the message was confirmed.
      assertThat(list(shell)).hasSize(1);
      assertThat(kate.errors()).noneMatch(line -> line.startsWith("error"));
    }
  }

  private static Set<Pid> list(ShellProcess shell) {
    Set<Pid> pids = new HashSet<>();
    shell.list(KATE).toCompletableFuture().join().orElseThrow().forEach(i -> pids.add(i.pid()));
    return pids;
  }
}
