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

/** Measures the parsing of a line and the escaping of a text. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConsoleBenchmark {

  /** A typed line. */
  @State(Scope.Benchmark)
  public static class Typed {

    /** The line. */
    @Param({"hi", "@kate hi", "/send kate hi"})
    public String line;
  }

  /** A text from a peer. */
  @State(Scope.Benchmark)
  public static class Shown {

    /** Its length. */
    @Param({"2", "4096"})
    public int length;

    /** The distance between control characters; 0 without any. */
    @Param({"0", "64"})
    public int controlEvery;

    private String text;

    /** Creates the text. */
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

  /** Escapes a text. */
  @Benchmark
  public String escape(Shown shown) {
    return Escape.controls(shown.text);
  }
}
