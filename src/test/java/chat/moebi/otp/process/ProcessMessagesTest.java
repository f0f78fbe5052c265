package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import chat.moebi.cluster.RoundTrip;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Invocation;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.function.Terms;
import chat.moebi.testing.StartsActorSystem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@StartsActorSystem
class ProcessMessagesTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final Pid ALEXS = new Pid(NodeName.parse("alex@127.0.0.1"), 0, Long.MIN_VALUE);
  private static final Pid KATES = new Pid(KATE, Long.MAX_VALUE, 7);

  @Test
  void crossNodesUnchanged() {
    RoundTrip.check(
        "chat.moebi.otp.process",
        kit -> {
          Terms terms = Terms.of(kit.system());
          Term text = terms.write("\u0000\u001b[2J ä 漢 \uD83D\uDC36 \"\\");
          ExitReason reason = ExitReason.of("no paper");
          Invocation call = new Invocation("echo", text);
          ProcessInfo info = new ProcessInfo(KATES, "echo", "waiting", 3, 4_711);
          ActorRef<RouterCommand.Page> shell =
              kit.createTestProbe(RouterCommand.Page.class).getRef();
          return Stream.of(
              new Signal.Send(KATES, ALEXS, text, 1),
              new Signal.Answer(ALEXS, KATES, 1, null),
              new Signal.Answer(ALEXS, KATES, 2, Refusal.noProcess(KATES)),
              new Signal.Link(KATES, ALEXS),
              new Signal.Unlink(KATES, ALEXS),
              new Signal.Exit(KATES, ALEXS, reason, true),
              new Signal.Exit(KATES, ALEXS, ExitReason.KILL, false),
              new Signal.Monitor(KATES, ALEXS, 3),
              new Signal.Demonitor(KATES, ALEXS, 3),
              new Signal.Down(ALEXS, KATES, 3, ExitReason.NOCONNECTION),
              new Signal.Print(Pid.ofNode(KATE, 7), ALEXS, 4, "a line"),
              new Signal.Printed(ALEXS, Pid.ofNode(KATE, 7), 4),
              new RouterCommand.SpawnRequest(5, call, ALEXS, true, Pid.ofNode(KATE, 7)),
              new Signal.Answer(
                  ALEXS,
                  Pid.ofNode(KATE, 7),
                  5,
                  Refusal.unknownFunction(KATE, "foo", List.of("echo", "greet"))),
              new Reply(6, Outcome.of(text)),
              new Reply(6, Outcome.of(reason)),
              new Reply(6, Outcome.of(Refusal.noConnection(KATE))),
              new RouterCommand.ListRequest(-1, shell),
              new RouterCommand.Page(List.of(info), true),
              new RouterCommand.Audit(
                  Pid.ofNode(KATE, 7),
                  List.of(new RouterCommand.RemoteLink(1, 2, RouterCommand.RemoteLink.LINK))),
              new RouterCommand.Missing(
                  Pid.ofNode(KATE, 7), List.of(new RouterCommand.RemoteLink(1, 2, 3))));
        },
        "Answer.refusal");
  }
}
