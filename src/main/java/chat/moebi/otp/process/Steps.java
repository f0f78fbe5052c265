package chat.moebi.otp.process;

import akka.actor.Cancellable;
import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.otp.process.ProcessActor.Resumed;
import chat.moebi.otp.process.ProcessActor.TimedOut;
import chat.moebi.otp.process.ProcessSpec.Ended;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs the steps of a process's function: from one {@link Next} to the one after, until it has to
 * wait or has ended. What a step throws is how the process ends.
 */
final class Steps<R> {

  /** Is one time that a process waits; also of all processes that its actor has had. */
  static final class Wait {}

  private static final ExitReason NOTHING =
      new ExitReason(ExitReason.Kind.ERROR, "the function returned null; None stands for nothing");

  private final ActorContext<ProcessActor.Command> context;
  private final Mailbox mailbox;

  /** What it waits for: one of the two. */
  private Next.Receive<R> receiving;

  private Next.Await<Object, R> awaiting;
  private Runnable breakOff;
  private Cancellable timer;

  /** Tells it from former waits, for which something may still come. */
  private Wait wait;

  Steps(ActorContext<ProcessActor.Command> context, Mailbox mailbox) {
    this.context = context;
    this.mailbox = mailbox;
  }

  /** Tells whether it waits for a message. */
  boolean isReceiving() {
    return receiving != null;
  }

  /** Takes a step, and those after it; returns how it ended, or null if it waits. */
  Ended<R> take(Supplier<Next<R>> step) {
    return attempt(() -> goOn(step.get()));
  }

  /** Handles a message, or keeps it. */
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

  /** Goes on with what came through a callback. */
  Ended<R> resumed(Resumed resumed) {
    if (awaiting == null || resumed.during() != wait) {
      return null;
    }
    Next.Await<Object, R> waiting = awaiting;
    stopWaiting();
    return take(() -> waiting.then().apply(resumed.value()));
  }

  /** Goes on without a message. */
  Ended<R> timedOut(TimedOut timedOut) {
    if (receiving == null || timedOut.during() != wait) {
      return null;
    }
    Next.Receive<R> waiting = receiving;
    stopWaiting();
    return take(waiting.onTimeout());
  }

  /** Breaks off whatever it waits for. */
  void end() {
    Runnable unfinished = breakOff;
    stopWaiting();
    if (unfinished != null) {
      attempt( // Or its process would end without telling anybody.
          () -> {
            unfinished.run();
            return null;
          });
    }
  }

  // Whatever a function throws is its own failure, and nobody else's.
  private Ended<R> attempt(Supplier<Ended<R>> work) {
    try {
      return work.get();
    } catch (Throwable thrown) {
      if (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError)) {
        throw thrown;
      }
      stopWaiting(); // It handles nothing more, though its last lines may still be on their way.
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

  /** Returns what a step has said, if it has said anything. */
  static <R> Next<R> said(Next<R> next) {
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
    Wait current = new Wait();
    wait = current;
    awaiting = (Next.Await<Object, R>) await;
    breakOff = awaiting.start().apply(value -> context.getSelf().tell(new Resumed(current, value)));
  }

  /** Returns what a message that is there leads to; null if it has to wait for one. */
  private Next<R> receive(Next.Receive<R> receive) {
    Optional<Next<R>> next = mailbox.take(receive.handler());
    if (next.isPresent()) {
      return next.get();
    } else if (receive.timeout() != null && receive.timeout().isZero()) {
      return said(receive.onTimeout().get());
    }
    receiving = receive;
    wait = new Wait();
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
