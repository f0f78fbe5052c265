package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessActor;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.ProcessSpec;
import chat.moebi.otp.process.ProcessStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/**
 * Starts the children of a task supervisor, at most so many at once, and keeps them until they have
 * ended: the one way in which tasks are run, those of functions and those of messages. Actors that
 * their tasks have left vacant run the next ones. For the supervisor's own thread.
 *
 * @param <C> what the supervisor takes
 */
public final class TaskChildren<C> {

  /** How many vacant actors are kept, of some 1 KiB each. */
  private static final int MOST_VACANT = 1000;

  private record Child(ActorRef<ProcessActor.Command> process, ProcessStatus status) {}

  private final ActorContext<C> supervisor;
  private final ProcessRuntime host;
  private final int max;
  private final Props threads;
  private final BiFunction<Long, ExitReason, C> ended;
  private final Map<Long, Child> children = new HashMap<>();
  private final Deque<ActorRef<ProcessActor.Command>> vacant = new ArrayDeque<>();
  private long started;
  private long actors;

  /**
   * Starts children under a supervisor.
   *
   * @param threads on which they run
   * @param ended makes what the supervisor is told when a child has ended; it then calls {@link
   *     #remove}
   */
  public TaskChildren(
      ActorContext<C> supervisor,
      ProcessRuntime host,
      int max,
      Props threads,
      BiFunction<Long, ExitReason, C> ended) {
    this.supervisor = supervisor;
    this.host = host;
    this.max = max;
    this.threads = threads;
    this.ended = ended;
  }

  /** Tells whether no more may be started while so many others are waiting to be. */
  public boolean isFull(int waiting) {
    return children.size() + waiting >= max;
  }

  /**
   * Starts a child.
   *
   * @return its number
   */
  public <R> long start(ProcessSpec<R> spec) {
    long number = ++started;
    ActorRef<C> self = supervisor.getSelf();
    ProcessSpec<R> supervised =
        new ProcessSpec<>(
            spec.function(),
            spec.body(),
            spec.leader(),
            spec.linkTo(),
            end -> {
              // First the supervisor: whoever knows of the end may count on the place that is free.
              self.tell(ended.apply(number, end.reason()));
              spec.onEnd().accept(end);
            });
    ProcessStatus status = ProcessStatus.ofTask(spec.function());
    children.put(number, new Child(begin(ProcessActor.create(host, supervised, status)), status));
    return number;
  }

  private ActorRef<ProcessActor.Command> begin(Behavior<ProcessActor.Command> process) {
    ActorRef<ProcessActor.Command> actor = vacant.poll();
    if (actor == null) {
      actor = supervisor.spawn(ProcessActor.vacant(), "tasks-" + ++actors, threads);
    }
    actor.tell(new ProcessActor.Begin(process));
    return actor;
  }

  /** Forgets a child that has ended. */
  public void remove(long number) {
    Child child = children.remove(number);
    if (child != null && child.status().isVacant()) {
      if (vacant.size() < MOST_VACANT) {
        vacant.push(child.process());
      } else {
        supervisor.stop(child.process());
      }
    }
  }

  /** Returns a child's pid; it gets one if it has none. */
  public Pid pid(long number) {
    Child child = children.get(number);
    return child.status().pid(host, child.process());
  }

  /** Returns the number of the child that has that pid. */
  public OptionalLong find(Pid pid) {
    return children.entrySet().stream()
        .filter(child -> child.getValue().status().has(pid))
        .mapToLong(Map.Entry::getKey)
        .findFirst();
  }

  /** Returns the process of a child that has not ended. */
  public Optional<ActorRef<ProcessActor.Command>> process(long number) {
    return Optional.ofNullable(children.get(number)).map(Child::process);
  }

  /** Describes all children, in the order in which they were started; each gets a pid. */
  public List<ProcessInfo> list() {
    return children.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(child -> child.getValue().status().info(host, child.getValue().process()))
        .toList();
  }
}
