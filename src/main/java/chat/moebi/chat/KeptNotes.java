package chat.moebi.chat;

import chat.moebi.name.NodeName;
import chat.moebi.store.KeptText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The notes about texts that were kept. */
final class KeptNotes {

  /** So many texts are named one by one. */
  private static final int MAX_NAMED = 3;

  private KeptNotes() {}

  /** Returns for example {@code kate@localhost showed "lunch?" after 3 h}, a sentence a text. */
  static List<String> shown(NodeName node, List<Content> texts) {
    if (texts.size() > MAX_NAMED) {
      return List.of(node + " showed " + texts.size() + " texts that were kept");
    }
    return texts.stream().map(text -> LateAnswer.sentence(node, text.text(), age(text))).toList();
  }

  /**
   * Returns for example {@code not shown to kate@localhost: "lunch?", kept for 7 days}, a sentence
   * a text.
   */
  static List<String> expired(NodeName node, List<KeptText> texts, int days) {
    String reason = "kept for " + (days == 1 ? "1 day" : days + " days");
    if (texts.size() > MAX_NAMED) {
      return List.of("not shown to " + node + ": " + texts.size() + " texts, " + reason);
    }
    return texts.stream().map(text -> notShown(node, text.text(), reason)).toList();
  }

  /** Returns for example {@code not shown to kate@localhost: "lunch?", REASON}. */
  static String notShown(NodeName node, String text, String reason) {
    return "not shown to " + node + ": \"" + LateAnswer.shortened(text) + "\", " + reason;
  }

  private static Duration age(Content text) {
    Duration age = Duration.between(text.written(), Instant.now());
    return age.isNegative() ? Duration.ZERO : age; // The clock may have been set.
  }
}
