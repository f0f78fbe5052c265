package chat.moebi.otp.process;

import akka.actor.Cancellable;
import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.otp.process.ProcessCommand.Run;
import chat.moebi.otp.process.ProcessSpec.Ended;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs the steps of a function, each the {@link Next} of the one before, until the function has to
 * wait or has ended. A step that throws ends the process.
 */
final class Steps<R> {

  private static final ExitReason RETURNED_NULL =
      new ExitReason(ExitReason.Kind.ERROR, "the function returned null; None stands for nothing");

  private final ActorContext<ProcessCommand> context;
  private final Mailbox mailbox;
  private final Consumer<Ended<R>> onEnd;

  /** Null unless the function waits for a message. */
  private Next.Receive<R> receiving;

  /** Cancels the timeout of a receive; null if there is none. */
  private Cancellable timer;

  /** Stops the work that an await waits for; null unless there is one. */
  private Runnable breakOff;

  /** Identifies the current wait: a callback or timeout of an earlier wait may still come. */
  private Object currentWait;

  /**
   * Creates the steps of a function.
   *
   * @param onEnd takes how the function ended
   */
  Steps(ActorContext<ProcessCommand> context, Mailbox mailbox, Consumer<Ended<R>> onEnd) {
    this.context = context;
    this.mailbox = mailbox;
    this.onEnd = onEnd;
  }

  boolean isReceiving() {
    return receiving != null;
  }

  /** Takes a step and those after it, until the function waits or ends. */
  void take(Supplier<Next<R>> step) {
    attempt(() -> goOn(step.get()));
  }

  /** Handles a message, or keeps it in the mailbox. */
  void received(Received received) {
    if (receiving == null) {
      mailbox.add(received);
      return;
    }
    attempt(
        () -> {
          Next<R> next = receiving.handler().on(received);
          if (next instanceof Next.Skip) {
            mailbox.add(received);
            return null;
          }
          stopWaiting();
          return goOn(next);
        });
  }

  /** Stops waiting, and stops the work that the function waits for. */
  void end() {
    Runnable unfinished = breakOff;
    stopWaiting();
    if (unfinished != null) {
      try {
        unfinished.run();
      } catch (Throwable thrown) { // The process must end all the same.
        onFailure(thrown);
      }
    }
  }

  /** Runs code of the function: whatever that throws ends its own process, and nothing else. */
  private void attempt(Supplier<Ended<R>> work) {
    Ended<R> ended;
    try {
      ended = work.get();
    } catch (Throwable thrown) {
      onFailure(thrown);
      stopWaiting(); // The function handles nothing more, though its lines may not be written yet.
      ended = new Ended<>(null, ExitReason.error(thrown));
    }
    if (ended != null) {
      onEnd.accept(ended);
    }
  }

  private void onFailure(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
      throw error;
    }
    context.getLog().info("a process failed", thrown);
  }

  /** Returns how the function ended, or null if it waits. */
  private Ended<R> goOn(Next<R> first) {
    Next<R> next = first;
    while (next instanceof Next.Receive<R> receive) {
      next = receive(receive);
      if (next == null) {
        return null;
      }
    }
    if (next instanceof Next.Await<?, R> await) {
      await(await);
      return null;
    } else if (next instanceof Next.Done<R> done) {
      return new Ended<>(done.result(), done.result() == null ? RETURNED_NULL : ExitReason.NORMAL);
    } else if (next instanceof Next.Exit<R> exit) {
      return new Ended<>(null, exit.reason());
    }
    throw noNextStep();
  }

  private static <R> Next<R> required(Next<R> next) {
    if (next == null) {
      throw noNextStep();
    }
    return next;
  }

  private static IllegalStateException noNextStep() {
    return new IllegalStateException(
        "a step must say what to do next; only the handler of a message may skip");
  }

  private <T> void await(Next.Await<T, R> await) {
    Object thisWait = new Object();
    currentWait = thisWait;
    breakOff =
        await
            .start()
            .apply(
                value -> context.getSelf().tell(resume(thisWait, () -> await.then().apply(value))));
  }

  /** Goes on with a step, if the function still waits. */
  private Run resume(Object thisWait, Supplier<Next<R>> step) {
    return new Run(
        () -> {
          if (thisWait == currentWait) {
            stopWaiting();
            take(step);
          }
        });
  }

  /** Returns the next step after a message in the mailbox; null if the function has to wait. */
  private Next<R> receive(Next.Receive<R> receive) {
    Optional<Next<R>> next = mailbox.take(received -> required(receive.handler().on(received)));
    if (next.isPresent()) {
      return next.get();
    } else if (receive.timeout() != null && receive.timeout().isZero()) {
      return required(receive.onTimeout().get());
    }
    receiving = receive;
    currentWait = new Object();
    if (receive.timeout() != null) {
      Run onTimeout = resume(currentWait, receive.onTimeout());
      timer = context.scheduleOnce(receive.timeout(), context.getSelf(), onTimeout);
    }
    return null;
  }

  private void stopWaiting() {
    currentWait = null;
    receiving = null;
    breakOff = null;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
