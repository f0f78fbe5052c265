package chat.moebi.otp.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.name.NodeException;
import chat.moebi.otp.process.builtin.Echo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionsTest {

  @TempDir Path directory;

  @Test
  void findsTheBuiltInOnesByThemselves() {
    assertThat(Functions.installed().names())
        .containsExactly("crash", "echo", "greet", "say_name", "sleep", "system");
  }

  @Test
  void findsAFunctionByItsExactName() {
    Functions installed = Functions.installed();

    assertThat(installed.find("echo"))
        .hasValueSatisfying(k -> assertThat(k.function()).isInstanceOf(Echo.class));
    assertThat(installed.find("Echo")).isEmpty();
  }

  @Test
  void addsOnesOwnAndLeavesTheFormerAsTheyWere() {
    Functions installed = Functions.installed();

    assertThat(installed.with(List.of(new Named("dice"))).names()).contains("dice", "echo");
    assertThat(installed.names()).doesNotContain("dice");
  }

  @Test
  void refusesANameThatIsTaken() {
    assertThatThrownBy(() -> Functions.installed().with(List.of(new Named("echo"))))
        .isInstanceOf(NodeException.class)
        .hasMessage(
            "two functions are called echo: chat.moebi.otp.process.builtin.Echo and %s; rename one",
            Named.class.getName());
    assertThatThrownBy(
            () -> Functions.installed().with(List.of(new Named("dice"), new Named("dice"))))
        .hasMessageStartingWith("two functions are called dice: ");
  }

  @Test
  void saysWhichClassCannotBeRunAndWhy() {
    assertThatThrownBy(() -> Functions.installed().with(List.of(new Named("roll dice"))))
        .isInstanceOf(NodeException.class)
        .hasMessage(
            "%s: \"roll dice\" is not a function's name; write letters, digits and _",
            Named.class.getName());
  }

  @Test
  void addsNothingFromADirectoryWithoutJars() throws Exception {
    Files.writeString(directory.resolve("notes.txt"), "no jar");

    assertThat(Functions.installed().withJarsIn(directory).names())
        .isEqualTo(Functions.installed().names());
  }

  @Test
  void refusesADirectoryThatIsNone() throws Exception {
    Path missing = directory.resolve("missing");
    Path file = Files.writeString(directory.resolve("file"), "");

    for (Path none : List.of(missing, file)) {
      assertThatThrownBy(() -> Functions.installed().withJarsIn(none))
          .isInstanceOf(NodeException.class)
          .hasMessage("cannot read the functions in " + none + ": it is no readable directory");
    }
  }

  @Test
  void refusesAJarThatNamesAClassWhichIsNotThere() throws Exception {
    Path jar = directory.resolve("mine.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("META-INF/services/" + NamedFunction.class.getName()));
      out.write("example.Missing\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    assertThatThrownBy(() -> Functions.installed().withJarsIn(directory))
        .isInstanceOf(NodeException.class)
        .hasMessageStartingWith("cannot load a function: ")
        .hasMessageContaining("example.Missing");
  }

  @Test
  void findsAFunctionThatAJarOffers() throws Exception {
    put("one.jar", "META-INF/services/" + NamedFunction.class.getName(), InJar.class.getName());
    put("two.jar", "notes.txt", "nothing");

    assertThat(Functions.installed().withJarsIn(directory).names()).contains("in_jar");
  }

  @Test
  void refusesAJarThatOffersItsFunctionsByTheFormerName() throws Exception {
    put("old.jar", "META-INF/services/chat.moebi.function.NamedFunction", InJar.class.getName());

    assertThatThrownBy(() -> Functions.installed().withJarsIn(directory))
        .isInstanceOf(NodeException.class)
        .hasMessage(
            directory.resolve("old.jar")
                + " names its functions in META-INF/services/chat.moebi.function.NamedFunction,"
                + " as for an earlier version; build it anew, with META-INF/services/"
                + NamedFunction.class.getName());
  }

  private void put(String jar, String entry, String text) throws Exception {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(directory.resolve(jar)))) {
      out.putNextEntry(new JarEntry(entry));
      out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  /** The function that a jar offers. */
  public static final class InJar implements BlockingFunction<None, None> {
    @Override
    public String name() {
      return "in_jar";
    }

    @Override
    public None run(None none, Io io) {
      return none;
    }
  }

  private record Named(String name) implements BlockingFunction<None, None> {
    @Override
    public None run(None none, Io io) {
      return none;
    }
  }
}
