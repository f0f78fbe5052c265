package chat.moebi.console;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the results of lines. */
final class ShownAnswers implements Answers {

  final List<String> answers = new CopyOnWriteArrayList<>();
  final List<String> errors = new CopyOnWriteArrayList<>();

  @Override
  public void answer(String line) {
    answers.add(line);
  }

  @Override
  public void error(String sentence) {
    errors.add(sentence);
  }

  @Override
  public void note(String sentence) {
    throw new AssertionError(sentence);
  }
}
