package chat.moebi.console;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures what the console does with each line and each text. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConsoleBenchmark {

  /** Is a line that is typed. */
  @State(Scope.Benchmark)
  public static class Typed {

    /** The line. */
    @Param({"hi", "@kate hi", "/send kate hi"})
    public String line;
  }

  /** Is a text that a peer has sent. */
  @State(Scope.Benchmark)
  public static class Shown {

    /** How long it is. */
    @Param({"2", "4096"})
    public int length;

    /** In which every so manieth character is a control character; 0 if none is. */
    @Param({"0", "64"})
    public int controlEvery;

    private String text;

    /** Writes it. */
    @Setup
    public void write() {
      text = "x".repeat(length);
      if (controlEvery > 0) {
        text = text.replaceAll("x(x{0," + (controlEvery - 1) + "})", "\u001b$1");
      }
    }
  }

  /** Reads a line. */
  @Benchmark
  public Object parse(Typed typed) {
    return Line.parse(typed.line, 0, "");
  }

  /** Makes a text safe to show. */
  @Benchmark
  public String escape(Shown shown) {
    return Escape.controls(shown.text);
  }
}
