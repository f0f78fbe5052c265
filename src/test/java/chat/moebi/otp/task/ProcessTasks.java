package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;

import chat.moebi.otp.function.None;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.Received.Message;
import chat.moebi.otp.process.Self;
import chat.moebi.otp.task.TaskLab.Audience;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.function.Act.Said;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;

/** The base of the cases in which a process owns the tasks. */
abstract class ProcessTasks extends TaskCases {

  static final Duration TEST_TIMEOUT = PipedProcess.PATIENCE;

  Audience audience;
  TaskSupervisor supervisor;

  /** The value that the owner goes on with. */
  CompletableFuture<Object> result;

  @BeforeEach
  final void prepare() throws Exception {
    audience = lab.audience();
    supervisor = lab.supervisor();
    result = new CompletableFuture<>();
  }

  ProcessTask<Said> async(Self self, String... steps) {
    return ProcessTask.async(self, lab.node(), supervisor.name(), act(audience, steps));
  }

  ProcessTask<Said> asyncNoLink(Self self, String... steps) {
    return ProcessTask.asyncNoLink(self, lab.node(), supervisor.name(), act(audience, steps));
  }

  Next<None> done(Object value) {
    result.complete(value);
    return Next.done();
  }

  /** Waits for a message with that word; other messages stay in the mailbox. */
  static Next<None> when(String word, Supplier<Next<None>> then) {
    return Next.receive(
        received ->
            received instanceof Message message && message.isText(word) ? then.get() : Next.skip());
  }

  static Completed<Said> said(String text) {
    return new Completed<>(new Said(text));
  }

  static ExitReason reason(String step) {
    String[] words = step.split(" ");
    return switch (words[0]) {
      case "exit" -> ExitReason.parse(words[1]);
      case "shutdown" -> ExitReason.shutdown(words[1]);
      default -> new ExitReason(Kind.ERROR, words[1]);
    };
  }
}
