package chat.moebi.testing.function;

import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessFunction;
import chat.moebi.otp.process.Received;
import chat.moebi.otp.process.Received.Message;
import chat.moebi.otp.process.Self;
import chat.moebi.testing.function.Act.Said;
import chat.moebi.testing.function.Act.Script;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * A function that follows a script of steps and stays in step with its test: it can send texts to
 * the test and wait for texts from it.
 */
public final class Act implements ProcessFunction<Script, Said> {

  /**
   * The steps to carry out.
   *
   * @param audience the pid that receives the texts of {@code say}
   * @param steps each a verb and its object
   */
  public record Script(Pid audience, List<String> steps) {}

  /** The result of the function. */
  public record Said(String text) {}

  @Override
  public String name() {
    return "act";
  }

  @Override
  public Next<Said> run(Script script, Self self) {
    return step(script, 0, self);
  }

  private static Next<Said> step(Script script, int index, Self self) {
    if (index == script.steps().size()) {
      return Next.done(new Said("done"));
    }
    String[] words = script.steps().get(index).split(" ", 2);
    String object = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "trap" -> self.trapExits(true);
      case "say" -> self.send(script.audience(), object);
      case "link" -> self.link(script.audience());
      case "await" -> {
        return await(m -> m instanceof Message said && said.isText(object), script, index, self);
      }
      case "awaitExit" -> {
        return await(Received.Exit.class::isInstance, script, index, self);
      }
      case "sleep" -> {
        return Next.<Said>receive(received -> Next.skip())
            .after(Duration.ofMillis(Long.parseLong(object)), () -> step(script, index + 1, self));
      }
      case "throw" -> throw new IllegalStateException(object);
      case "fail" -> throw new AssertionError(object);
      case "exit" -> {
        return Next.exit(ExitReason.parse(object));
      }
      case "shutdown" -> {
        return Next.exit(ExitReason.shutdown(object));
      }
      case "return" -> {
        return Next.done(new Said(object));
      }
      case "repeat" -> {
        return Next.done(new Said("x".repeat(Integer.parseInt(object))));
      }
      default -> throw new IllegalArgumentException("cannot " + words[0]);
    }
    return step(script, index + 1, self);
  }

  private static Next<Said> await(Predicate<Received> wanted, Script script, int index, Self self) {
    return Next.receive(
        received -> wanted.test(received) ? step(script, index + 1, self) : Next.skip());
  }
}
