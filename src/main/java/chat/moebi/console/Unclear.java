package chat.moebi.console;

import chat.moebi.otp.process.Refusal;
import java.util.Optional;

/** Thrown if a line does not say what to do; the message is a sentence for the user. */
final class Unclear extends Exception {

  private static final long serialVersionUID = 1L;

  private final Failure failure;
  private final transient Refusal refusal;

  Unclear(String sentence) {
    this(Failure.USAGE, sentence);
  }

  Unclear(Failure failure, String sentence) {
    super(sentence);
    this.failure = failure;
    this.refusal = null;
  }

  Unclear(Refusal refusal) {
    super(refusal.sentence());
    this.failure = Failure.of(refusal.kind());
    this.refusal = refusal;
  }

  /** Returns the failure of the line. */
  Failure failure() {
    return failure;
  }

  /** Returns the refusal behind the failure, if there is one. */
  Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }
}
