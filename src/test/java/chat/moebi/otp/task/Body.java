package chat.moebi.otp.task;

import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.None;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.ProcessFunction;
import chat.moebi.otp.process.Self;
import chat.moebi.otp.task.Body.Key;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A function whose body a test writes in place; for nodes of the test JVM. */
final class Body implements ProcessFunction<Key, None> {

  /** The key of a body in {@link #BODIES}, which crosses nodes instead of the body. */
  record Key(long key) {}

  private static final Map<Long, Function<Self, Next<None>>> BODIES = new ConcurrentHashMap<>();
  private static final AtomicLong LAST = new AtomicLong();

  /** Returns the call that runs a body. */
  static Call<None> call(Function<Self, Next<None>> body) {
    long key = LAST.incrementAndGet();
    BODIES.put(key, body);
    return Call.of(new Body(), new Key(key));
  }

  @Override
  public String name() {
    return "body";
  }

  @Override
  public Next<None> run(Key key, Self self) {
    return BODIES.remove(key.key()).apply(self);
  }
}
