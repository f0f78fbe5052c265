package chat.moebi.otp.process;

import akka.actor.Cancellable;
import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.otp.process.ProcessSpec.Ended;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs the steps of a function, each the {@link Next} of the one before, until the function has to
 * wait or has ended. A step that throws ends the process.
 */
final class Steps<R> {

  /** Goes on with the value that a callback has got. */
  record Resumed(Object during, Object value) implements ProcessCommand {}

  /** Goes on without a message. */
  record TimedOut(Object during) implements ProcessCommand {}

  private static final ExitReason NOTHING =
      new ExitReason(ExitReason.Kind.ERROR, "the function returned null; None stands for nothing");

  private final ActorContext<ProcessCommand> context;
  private final Mailbox mailbox;

  /** What the function waits for: one of the two. */
  private Next.Receive<R> receiving;

  private Next.Await<Object, R> awaiting;
  private Runnable breakOff;
  private Cancellable timer;

  /** The current wait: something may still come for a former one. */
  private Object wait;

  Steps(ActorContext<ProcessCommand> context, Mailbox mailbox) {
    this.context = context;
    this.mailbox = mailbox;
  }

  /** Whether the function waits for a message. */
  boolean isReceiving() {
    return receiving != null;
  }

  /** Takes a step and those after it; returns how the function ended, or null if it waits. */
  Ended<R> take(Supplier<Next<R>> step) {
    return attempt(() -> goOn(step.get()));
  }

  /** Handles a message, or keeps it in the mailbox. */
  Ended<R> received(Received received) {
    if (receiving == null) {
      mailbox.add(received);
      return null;
    }
    return attempt(
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

  /** Goes on after a callback, unless it belongs to a former wait. */
  Ended<R> resumed(Resumed resumed) {
    if (awaiting == null || resumed.during() != wait) {
      return null;
    }
    Next.Await<Object, R> waiting = awaiting;
    stopWaiting();
    return take(() -> waiting.then().apply(resumed.value()));
  }

  /** Goes on after a timeout, unless it belongs to a former wait. */
  Ended<R> timedOut(TimedOut timedOut) {
    if (receiving == null || timedOut.during() != wait) {
      return null;
    }
    Next.Receive<R> waiting = receiving;
    stopWaiting();
    return take(waiting.onTimeout());
  }

  /** Stops waiting, and breaks off the work that a callback would have ended. */
  void end() {
    Runnable unfinished = breakOff;
    stopWaiting();
    if (unfinished != null) {
      attempt( // A failure here must not keep the process from ending.
          () -> {
            unfinished.run();
            return null;
          });
    }
  }

  // Whatever a function throws ends its own process, and nothing else.
  private Ended<R> attempt(Supplier<Ended<R>> work) {
    try {
      return work.get();
    } catch (Throwable thrown) {
      if (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError)) {
        throw thrown;
      }
      stopWaiting(); // The function handles nothing more, though its lines may not be written yet.
      context.getLog().info("a process failed", thrown);
      return new Ended<>(null, ExitReason.error(thrown), null);
    }
  }

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
      return done.result() == null
          ? new Ended<>(null, NOTHING, null)
          : new Ended<>(done.result(), ExitReason.NORMAL, null);
    } else if (next instanceof Next.Exit<R> exit) {
      return new Ended<>(null, exit.reason(), null);
    }
    throw wrong();
  }

  /** Returns the next step that a step has named. */
  private static <R> Next<R> said(Next<R> next) {
    if (next == null) {
      throw wrong();
    }
    return next;
  }

  private static IllegalStateException wrong() {
    return new IllegalStateException(
        "a step must say what to do next; only the handler of a message may skip");
  }

  @SuppressWarnings("unchecked") // What is passed on comes from the same Await.
  private void await(Next.Await<?, R> await) {
    Object current = new Object();
    wait = current;
    awaiting = (Next.Await<Object, R>) await;
    breakOff = awaiting.start().apply(value -> context.getSelf().tell(new Resumed(current, value)));
  }

  /** Returns the next step after a message in the mailbox; null if the function has to wait. */
  private Next<R> receive(Next.Receive<R> receive) {
    Optional<Next<R>> next = mailbox.take(received -> said(receive.handler().on(received)));
    if (next.isPresent()) {
      return next.get();
    } else if (receive.timeout() != null && receive.timeout().isZero()) {
      return said(receive.onTimeout().get());
    }
    receiving = receive;
    wait = new Object();
    if (receive.timeout() != null) {
      timer = context.scheduleOnce(receive.timeout(), context.getSelf(), new TimedOut(wait));
    }
    return null;
  }

  private void stopWaiting() {
    receiving = null;
    awaiting = null;
    breakOff = null;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
