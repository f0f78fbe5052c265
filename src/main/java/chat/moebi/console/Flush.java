package chat.moebi.console;

import chat.moebi.otp.process.Received;

/** Empties the shell's mailbox: {@code /flush}. */
final class Flush implements Command {

  @Override
  public String name() {
    return "flush";
  }

  @Override
  public String usage() {
    return "/flush";
  }

  @Override
  public String summary() {
    return "shows what is in this shell's mailbox, and empties it";
  }

  @Override
  public String details() {
    return "A line a message, oldest first. DOWN tells that a monitored process has ended.";
  }

  @Override
  public void run(CommandContext context, Line.Slash line) throws InterruptedException {
    for (Received received : context.await(context.otp().process().flush())) {
      context.display().answer(received.line());
    }
    context.display().answer("ok");
  }
}
