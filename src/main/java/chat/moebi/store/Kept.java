package chat.moebi.store;

/** The answer to {@link Store#keep}. */
public sealed interface Kept {

  /** The text is on disk, with its number. It was there already if it has the same id. */
  record Stored(KeptText text) implements Kept {}

  /**
   * The text was not written.
   *
   * @param reason what stands after {@code error: }, as in {@code 10,000 texts wait for
   *     kate@localhost already; ...}
   */
  record Refused(String reason) implements Kept {}
}
