package chat.moebi.otp.process;

import chat.moebi.otp.function.BlockingFunction;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Io;
import chat.moebi.otp.function.NamedFunction;
import chat.moebi.otp.function.None;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Functions whose bodies are lambdas of a test, for nodes in the JVM of the test. */
final class Bodies {

  /** The number of a body, which crosses nodes in place of the body. */
  public record Key(int number) {}

  /** The body of a blocking function. */
  @FunctionalInterface
  interface Work {
    void run(Io io) throws Exception;
  }

  private final Map<Integer, Object> bodies = new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();
  private final Stepwise stepwise = new Stepwise();
  private final Blocking blocking = new Blocking();

  /** Returns the functions that run the bodies. */
  List<NamedFunction<?, ?>> functions() {
    return List.of(stepwise, blocking);
  }

  /** Returns the call of a process with this body. */
  Call<None> call(Function<Self, Next<None>> body) {
    return Call.of(stepwise, keep(body));
  }

  /** Returns the call of a process that runs this body on a thread that may block. */
  Call<None> blocking(Work body) {
    return Call.of(blocking, keep(body));
  }

  private Key keep(Object body) {
    int number = last.incrementAndGet();
    bodies.put(number, body);
    return new Key(number);
  }

  private final class Stepwise implements ProcessFunction<Key, None> {
    @Override
    public String name() {
      return "body";
    }

    @Override
    @SuppressWarnings("unchecked") // It was put there by call().
    public Next<None> run(Key key, Self self) {
      return ((Function<Self, Next<None>>) bodies.get(key.number())).apply(self);
    }
  }

  private final class Blocking implements BlockingFunction<Key, None> {
    @Override
    public String name() {
      return "blocking_body";
    }

    @Override
    public None run(Key key, Io io) throws Exception {
      ((Work) bodies.get(key.number())).run(io);
      return None.NONE;
    }
  }
}
