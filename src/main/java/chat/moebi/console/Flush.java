package chat.moebi.console;

import chat.moebi.otp.process.Received;

/** Empties the shell's mailbox. */
final class Flush extends Command {

  Flush() {
    super(
        "/flush",
        "shows what is in this shell's mailbox, and empties it",
        "A line a message, oldest first. DOWN tells that a monitored process has ended.");
  }

  @Override
  void run(CommandContext context, Line line) throws InterruptedException {
    for (Received received : context.await(context.otp().process().flush())) {
      context.answer(received.line());
    }
    context.answer("ok");
  }
}
