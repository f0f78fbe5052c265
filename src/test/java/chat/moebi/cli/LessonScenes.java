package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.PipedProcess;
import java.util.ArrayList;
import java.util.List;

/** The scenes of the lesson over pipes, on three ready nodes: alex, kate and moebi. */
final class LessonScenes {

  private LessonScenes() {}

  /** Types the lesson's lines at alex's prompt, and waits for what they show on each node. */
  static void play(PipedProcess alex, PipedProcess kate, PipedProcess moebi) throws Exception {
    alex.type("/spawn kate say_name");
    alex.type("/task kate say_name");
    kate.awaitOutput("Hi, my name is Kate");
    alex.type("/spawn kate greet");
    alex.type("/send <kate@localhost.2> hi");
    alex.type("/flush");
    alex.awaitOutput("sup?");
    alex.awaitOutput("ok");

    alex.type("/send kate hi");
    alex.awaitOutput("ok");
    kate.awaitOutput("alex@localhost: hi");

    alex.type("/send moebi hi");
    alex.awaitOutput("moebi@localhost: chicken?");
    alex.awaitOutput("ok");
    moebi.awaitOutput("alex@localhost: hi");
  }

  /** Checks that the nodes have shown the lines of these scenes, and no others. */
  static void assertShown(PipedProcess alex, PipedProcess kate, PipedProcess moebi) {
    List<String> shown = new ArrayList<>(alex.output());
    assertThat(shown.remove("Hi, my name is Kate")).isTrue(); // It comes before or after its pid.
    assertThat(shown)
        .containsExactly(
            "ready alex@localhost",
            "<kate@localhost.1>",
            "ok", // The task,
            "<kate@localhost.2>",
            "ok", // what was sent to greet,
            "sup?",
            "ok", // and the mailbox.
            "ok",
            "moebi@localhost: chicken?",
            "ok");
    assertThat(kate.output())
        .containsExactly("ready kate@localhost", "Hi, my name is Kate", "alex@localhost: hi");
    assertThat(moebi.output()).containsExactly("ready moebi@localhost", "alex@localhost: hi");
  }
}
