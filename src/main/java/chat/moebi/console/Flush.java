package chat.moebi.console;

import chat.moebi.otp.process.Received;

/** Empties the shell's mailbox. */
final class Flush extends Command {

  Flush() {
    super(
        "/flush",
        "empties the mailbox, and shows it",
        """
        A line a message, oldest first. DOWN tells that a monitored process has ended.
        Example: /flush""");
  }

  @Override
  void run(CommandContext context, Line line) throws InterruptedException, LineException {
    checkWords(line, 0);
    for (Received received : context.await(context.otp().process().flush())) {
      context.answer(received.line());
    }
    context.answer("ok");
  }
}
