package chat.moebi.script;

import akka.actor.typed.ActorRef;
import chat.moebi.chat.Session;
import chat.moebi.cluster.RoundTrip;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.otp.function.Term;
import chat.moebi.script.RemoteScripts.Ask;
import chat.moebi.script.RemoteScripts.Goodbye;
import chat.moebi.script.Response.Outcome;
import chat.moebi.testing.StartsActorSystem;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@StartsActorSystem
class ScriptMessagesTest {

  private static final NodeName CRON = NodeName.parse("cron@example.org");
  private static final UUID ID = new UUID(7, 8);
  private static final RoomName DOGS = RoomName.parse("#dogs");
  private static final String EVERYTHING = "\u0000\u001b[2J\n\t\u202e ä 漢 \uD83D\uDC36 \"\\";

  @Test
  void crossNodesUnchanged() {
    RoundTrip.check(
        "chat.moebi.script",
        kit -> {
          ActorRef<Response> script = kit.createTestProbe(Response.class).getRef();
          Request longest =
              new Request.Send(
                  1, CRON, "kate", "x".repeat(Session.MAX_TEXT_BYTES), 86_400_000, null);
          return Stream.of(
              new Ask(new Request.Ping(), script),
              new Ask(longest, script),
              new Ask(new Request.Nodes(), script),
              new Goodbye(script),
              new Request.Ping(),
              new Request.Send(Long.MIN_VALUE, CRON, "kate@localhost", EVERYTHING, 1, null),
              new Request.Call(1, "kate", "echo", EVERYTHING, 5_000),
              new Request.Nodes(),
              Response.Pong.ofThisVersion(),
              new Response.Pong(null),
              new Response.Called(3, Outcome.COMPLETED, "ok", new Term(new byte[] {1, -1})),
              new Response.Called(4, Outcome.FAILED, EVERYTHING, null),
              new Response.Note(EVERYTHING),
              new Response.Message(CRON, EVERYTHING, null, null, null, null, null),
              new Response.Message(CRON, EVERYTHING, ID, CRON, DOGS, 7L, true),
              Response.Sent.of(Long.MAX_VALUE, Outcome.DIFFERENT_COOKIE, "no"),
              new Response.Sent(5, Outcome.BAD_NAME, "no", CRON, true),
              new Response.Node(CRON, "localhost:2551", "up"),
              new Response.End(),
              new Response.Full(CRON, 64));
        },
        "Pong.version",
        "Called.result",
        "Sent.to",
        "Sent.labelTaken",
        "Message.id",
        "Message.to",
        "Message.room",
        "Message.timeMillis",
        "Message.automatic");
  }
}
