package example;

import chat.moebi.otp.function.BlockingFunction;
import chat.moebi.otp.function.Io;

public class Dice implements BlockingFunction<Dice.Sides, Dice.Eyes> {
  public record Sides(int sides) {}

  public record Eyes(int eyes) {}

  public String name() {
    return "dice";
  }

  public Eyes run(Sides arguments, Io io) {
    return new Eyes(1 + (int) (Math.random() * arguments.sides()));
  }
}
