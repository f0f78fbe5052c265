package chat.moebi.bench;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import java.io.IOException;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A node in the benchmark's JVM that needs no other: every task runs under its own supervisor,
 * whatever node the task is addressed to.
 */
@State(Scope.Benchmark)
public class LoneNode {

  private Lab lab;
  private Chat chat;

  @Setup
  public void start() throws IOException {
    lab = new Lab();
    chat = TestChats.alone("alex", lab.path("run/chat"), (from, text) -> {});
  }

  @TearDown
  public void end() throws IOException {
    chat.close();
    lab.close();
  }

  public Chat chat() {
    return chat;
  }
}
