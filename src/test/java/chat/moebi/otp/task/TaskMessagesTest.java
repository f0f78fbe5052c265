package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import chat.moebi.cluster.RoundTrip;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Invocation;
import chat.moebi.otp.function.None;
import chat.moebi.otp.function.Terms;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.process.Reply;
import chat.moebi.otp.task.TaskProtocol.Audit;
import chat.moebi.otp.task.TaskProtocol.GiveUp;
import chat.moebi.otp.task.TaskProtocol.ListChildren;
import chat.moebi.otp.task.TaskProtocol.ListSupervisors;
import chat.moebi.otp.task.TaskProtocol.Names;
import chat.moebi.otp.task.TaskProtocol.Page;
import chat.moebi.otp.task.TaskProtocol.Start;
import chat.moebi.otp.task.TaskProtocol.StartChild;
import chat.moebi.otp.task.TaskProtocol.TerminateChild;
import chat.moebi.otp.task.TaskProtocol.Unknown;
import chat.moebi.testing.StartsActorSystem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@StartsActorSystem
class TaskMessagesTest {

  private static final Pid PID = new Pid(NodeName.parse("kate@localhost"), 7, 4711);

  @Test
  void crossNodesUnchanged() {
    RoundTrip.check(
        "chat.moebi.otp.task",
        kit -> {
          Invocation call = new Invocation("f", Terms.of(kit.system()).write(None.NONE));
          ActorRef<Reply> owner = kit.createTestProbe(Reply.class).getRef();
          ActorRef<Page> reader = kit.createTestProbe(Page.class).getRef();
          ActorRef<Names> names = kit.createTestProbe(Names.class).getRef();
          ActorRef<Unknown> unknowns = kit.createTestProbe(Unknown.class).getRef();
          ChildOptions options = new ChildOptions(Restart.TRANSIENT, Shutdown.INFINITY);
          return Stream.of(
              new Start("tasks", 1, call, PID, owner),
              new Start("tasks", 2, call, null, owner),
              new StartChild("tasks", 3, call, options, owner),
              new TerminateChild("tasks", 4, PID, owner),
              new GiveUp("tasks", 5, Shutdown.BRUTAL_KILL, owner),
              new GiveUp("tasks", 6, null, owner),
              new ListChildren("tasks", 0, reader),
              new Page(List.of(new ProcessInfo(PID, "f", "running", 0, 1)), false, true),
              new Audit("tasks", List.of(1L, Long.MIN_VALUE), owner, unknowns),
              new Unknown(List.of(Long.MAX_VALUE)),
              new ListSupervisors(names),
              new Names(List.of("chat", "tasks")));
        },
        "Start.linkTo",
        "GiveUp.shutdown");
  }
}
