package chat.moebi.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jline.utils.InfoCmp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes a jar quick, and looks what is in it. */
class QuickJarTest {

  private static final String GREETER = "chat/moebi/build/QuickJarTest$Greeter.class";
  private static final String SETTINGS =
      """
      include "version"
      # Who it is.
      chat { name = kate, list = [a] }
      chat.also = ${chat.name}
      chat.list += b
      """;
  private static final List<String> TERMINALS =
      List.of(
          "InfoCmp.class",
          "InfoCmp$Capability.class",
          "InputStreamReader.class",
          "ClosedException.class",
          "capabilities.txt");
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 11, 26, 8, 0);

  @TempDir private Path directory;
  private Path jar;
  private byte[] greeter;

  @BeforeEach
  void writeJar() throws IOException {
    try (InputStream in = Greeter.class.getResourceAsStream("QuickJarTest$Greeter.class")) {
      greeter = in.readAllBytes();
    }
    jar = directory.resolve("chat.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      add(out, "META-INF/", new byte[0]);
      add(out, "reference.conf", SETTINGS.getBytes(StandardCharsets.UTF_8));
      add(out, "version.conf", "chat.version = 1 # as it is\n".getBytes(StandardCharsets.UTF_8));
      add(out, GREETER, greeter);
      add(out, "META-INF/versions/21/" + GREETER, greeter);
    }
  }

  @Test
  void compressesNothingAndKeepsTheRestAsItWas() throws IOException {
    QuickJar.main(new String[] {jar.toString()});

    Map<String, byte[]> entries = entries();
    assertThat(entries.keySet())
        .containsExactly(
            "META-INF/",
            "reference.conf",
            "version.conf",
            GREETER,
            GREETER.replace(".class", "$$Lambda$0.class"),
            "META-INF/versions/21/" + GREETER);
    assertThat(entries.get("version.conf")).asString().isEqualTo("chat.version = 1 # as it is\n");
    assertThat(entries.get(GREETER)).isNotEqualTo(greeter);
    assertThat(entries.get("META-INF/versions/21/" + GREETER)).isEqualTo(greeter);
    assertThat(directory)
        .isDirectoryContaining(jar::equals)
        .isDirectoryNotContaining(this::isOther);
  }

  @Test
  void writesSettingsBrieflyAndLeavesThemOpen() throws IOException {
    QuickJar.replace(jar);

    String brief = new String(entries().get("reference.conf"), StandardCharsets.UTF_8);
    assertThat(brief).doesNotContain("#", "\n", "include");
    Config settings = ConfigFactory.parseString(brief);
    assertThat(settings.resolve().getInt("chat.version")).isOne();
    assertThat(settings.resolve().getString("chat.also")).isEqualTo("kate");
    assertThat(
            ConfigFactory.parseString("chat.name = alex")
                .withFallback(settings)
                .resolve()
                .getString("chat.also"))
        .isEqualTo("alex");
    assertThat(settings.resolve().getStringList("chat.list")).containsExactly("a", "b");
  }

  @Test
  void changesNothingMoreWhenItIsDoneAgain() throws IOException {
    QuickJar.replace(jar);
    byte[] once = Files.readAllBytes(jar);
    QuickJar.replace(jar);

    assertThat(Files.readAllBytes(jar)).isEqualTo(once);
  }

  @Test
  void holdsWhatATerminalCanDoAndReadsItFromNoFile() throws Exception {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String file : TERMINALS) {
        try (InputStream in = InfoCmp.class.getResourceAsStream(file)) {
          add(out, "org/jline/utils/" + file, in.readAllBytes());
        }
      }
    }
    QuickJar.replace(jar);
    byte[] once = Files.readAllBytes(jar);

    Class<?> terminals = new WithoutFiles(entries()).loadClass(InfoCmp.class.getName());
    Method capabilities = terminals.getMethod("getCapabilitiesByName");
    Map<?, ?> held = (Map<?, ?>) capabilities.invoke(null);
    assertThat(held.toString()).isEqualTo(InfoCmp.getCapabilitiesByName().toString());
    assertThat(held).hasSizeGreaterThan(900);
    held.clear();
    assertThat((Map<?, ?>) capabilities.invoke(null)).isNotEmpty();

    QuickJar.replace(jar);
    assertThat(Files.readAllBytes(jar)).isEqualTo(once);
  }

  private boolean isOther(Path path) {
    return !path.equals(jar);
  }

  private Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile file = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
        assertThat(entry.getTimeLocal()).isEqualTo(TIME);
        entries.put(entry.getName(), file.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private static void add(ZipOutputStream out, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  /** Has a lambda. */
  static final class Greeter {
    static Supplier<List<String>> greeting(String name) {
      return () -> List.of("hi", name);
    }
  }

  /** Has classes, and nothing for them to read. */
  private static final class WithoutFiles extends ClassLoader {
    private final Map<String, byte[]> entries;

    WithoutFiles(Map<String, byte[]> entries) {
      super(null);
      this.entries = entries;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] content = entries.get(name.replace('.', '/') + ".class");
      if (content == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, content, 0, content.length);
    }
  }
}
