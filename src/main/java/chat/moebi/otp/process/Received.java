package chat.moebi.otp.process;

import chat.moebi.otp.function.Term;
import chat.moebi.otp.function.Terms;

/** Something in the mailbox of a process. */
public sealed interface Received {

  /**
   * A message from a process or a shell.
   *
   * @param terms reads the message
   */
  record Message(Pid from, Term term, Terms terms) implements Received {

    /** Whether the message is this text. */
    public boolean isText(String text) {
      return terms.text(term).filter(text::equals).isPresent();
    }

    /**
     * Reads the message as a record.
     *
     * @throws IllegalArgumentException if it is no such record
     */
    public <T> T as(Class<T> type) {
      return terms.read(term, type);
    }

    /** Returns the message as a line for people. */
    public String text() {
      return terms.show(term);
    }
  }

  /**
   * Reports an exit to a process that traps exits: a linked process has ended, or another process
   * asks this one to end.
   */
  record Exit(Pid from, ExitReason reason) implements Received {}

  /** A monitored process has ended, or cannot be reached any more. */
  record Down(long monitor, Pid pid, ExitReason reason) implements Received {}

  /**
   * Answers {@link Self#spawn}.
   *
   * @param request the number that {@code spawn} returned
   */
  record Spawned(long request, SpawnResult result) implements Received {}

  /**
   * The reply of an actor that was asked something on behalf of this process, such as a task
   * supervisor.
   *
   * @param request the number that the asker gave the request
   */
  record Replied(long request, Outcome outcome) implements Received {}

  /** Returns the item as a line for people, as {@code /flush} shows it. */
  default String line() {
    if (this instanceof Message message) {
      return message.text();
    } else if (this instanceof Exit exit) {
      return "EXIT " + exit.from() + " " + exit.reason();
    } else if (this instanceof Down down) {
      return "DOWN " + down.pid() + " " + down.reason();
    }
    return toString();
  }
}
