package chat.moebi.testing.function;

import chat.moebi.otp.function.None;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.ProcessFunction;
import chat.moebi.otp.process.Self;

/** Fails in a way that ends an ActorSystem. */
public final class Fatal implements ProcessFunction<None, None> {

  @Override
  public String name() {
    return "fatal";
  }

  @Override
  public Next<None> run(None none, Self self) {
    throw new InternalError("a fatal error of the test");
  }
}
