package chat.moebi.bench;

import chat.moebi.chat.SendResult;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.builtin.Echo;
import chat.moebi.otp.task.TaskSupervisor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Measures a task from its start to its result, all on one node. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TaskBenchmark {

  private static final Call<Echo.Text> ECHO = Call.of(new Echo(), new Echo.Text("hi"));

  /** Sends a text, which is a task. */
  @Benchmark
  public SendResult message(LoneNode node) {
    SendResult result = node.chat().send("kate", "hi").toCompletableFuture().join();
    if (!(result instanceof SendResult.Completed)) {
      throw new IllegalStateException(result.sentence());
    }
    return result;
  }

  /** Runs a function. */
  @Benchmark
  public Echo.Text function(LoneNode node) throws InterruptedException {
    TaskSupervisor tasks = Otp.of(node.chat()).tasks().supervisor(node.chat().name());
    return tasks.asyncNoLink(ECHO).await();
  }
}
