package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cookie.CookieFile;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes the cookie of three nodes, node by node, while they chat. */
@Tag(DistributedTests.TAG)
class RotationTest {

  @TempDir Path home;

  private ChatProgram chat;
  private String oldCookie;
  private String newCookie;

  /** A node that restarts with other cookies, and everything that its starts have shown. */
  private final class Rotating implements AutoCloseable {
    final String name;
    final List<PipedProcess> starts = new ArrayList<>();
    final List<Integer> acknowledged = new ArrayList<>();
    private int next;

    Rotating(String name) {
      this.name = name;
    }

    synchronized void restart(String... cookies) throws Exception {
      if (!starts.isEmpty()) {
        running().terminate();
        assertThat(running().awaitExit()).isEqualTo(143);
      }
      Path file = home.resolve(name + ".cookie");
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, String.join("\n", cookies));
      starts.add(chat.start("--name", name, "--cookie-file", file.toString()));
      running().awaitOutput("ready " + name + "@localhost");
    }

    /** Writes the next number to kate; returns whether it was acknowledged. */
    synchronized boolean send() throws Exception {
      int before = running().output().size();
      running().type("@kate " + ++next);
      running().type("/nodes"); // Its answer comes after the text's, whatever that is.
      running().awaitOutput(name + "@localhost self");
      List<String> answers = running().output();
      boolean isShown = answers.subList(before, answers.size()).contains("ok");
      if (isShown) {
        acknowledged.add(next);
      }
      return isShown;
    }

    List<String> shown() {
      return starts.stream().flatMap(start -> start.output().stream()).toList();
    }

    private PipedProcess running() {
      return starts.get(starts.size() - 1);
    }

    @Override
    public void close() {
      starts.forEach(PipedProcess::close);
    }
  }

  @Test
  void threeNodesChangeTheirCookieWithoutAGap() throws Exception {
    chat = new ChatProgram(home);
    oldCookie = generated("old");
    newCookie = generated("new");
    try (Rotating alex = new Rotating("alex");
        Rotating kate = new Rotating("kate");
        Rotating sophie = new Rotating("sophie")) {
      for (Rotating node : List.of(alex, kate, sophie)) {
        node.restart(oldCookie);
      }
      Sending fromAlex = new Sending(alex);
      Sending fromSophie = new Sending(sophie);
      for (String[] round :
          List.of(
              new String[] {oldCookie, newCookie},
              new String[] {newCookie, oldCookie},
              new String[] {newCookie})) {
        for (Rotating node : List.of(alex, kate, sophie)) {
          node.restart(round);
          assertThat(alex.send()).as("alex reaches kate once %s is ready", node.name).isTrue();
          assertThat(sophie.send()).as("sophie reaches kate once %s is ready", node.name).isTrue();
        }
      }
      fromAlex.end();
      fromSophie.end();
      alex.running().type("@kate that was all");
      kate.running()
          .awaitOutput(
              "alex@localhost: that was all"); // By then the test has read everything before it.
      expectOldCookieRefused();
      assertShownOnceAndInOrder(alex, kate);
      assertShownOnceAndInOrder(sophie, kate);
    }
  }

  /** Keeps sending on a thread of its own. */
  private static final class Sending {
    private final CompletableFuture<Void> done;
    private volatile boolean goesOn = true;

    Sending(Rotating from) {
      done = CompletableFuture.runAsync(() -> send(from), work -> new Thread(work).start());
    }

    private void send(Rotating from) {
      try {
        while (goesOn) {
          from.send();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    void end() throws Exception {
      goesOn = false;
      done.get(PipedProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static void assertShownOnceAndInOrder(Rotating sender, Rotating kate) {
    String from = sender.name + "@localhost: ";
    List<Integer> shown =
        kate.shown().stream()
            .filter(line -> line.matches(from + "\\d+"))
            .map(line -> Integer.valueOf(line.substring(from.length())))
            .toList();
    assertThat(shown).doesNotHaveDuplicates().isSorted().containsAll(sender.acknowledged);
    assertThat(sender.acknowledged).hasSizeGreaterThan(20);
  }

  private void expectOldCookieRefused() throws Exception {
    try (PipedProcess send =
        chat.start("send", "--cookie-file", home.resolve("old").toString(), "kate", "hi")) {
      assertThat(send.awaitExit()).isEqualTo(ExitStatus.DIFFERENT_COOKIE);
    }
  }

  private String generated(String name) throws IOException {
    CookieFile.create(home.resolve(name));
    return Files.readString(home.resolve(name)).strip();
  }
}
