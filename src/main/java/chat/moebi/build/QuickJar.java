package chat.moebi.build;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Makes a jar that starts quickly of one that does the same: what the JVM would make of its classes
 * is in it, settings are written briefly, and nothing is compressed. The build runs it; neither it
 * nor what it needs is in the jar.
 */
public final class QuickJar {

  private static final String CLASS = ".class";
  private static final Set<String> SETTINGS = Set.of("reference.conf", "application.conf");

  // JLine reads some hundred lines at each start to know of them.
  private static final String TERMINALS = "org/jline/utils/InfoCmp.class";
  private static final String CAPABILITIES = "getCapabilitiesByName";

  private QuickJar() {}

  /**
   * Replaces a jar.
   *
   * @param arguments the jar
   * @throws IOException if it cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    replace(Path.of(arguments[0]));
  }

  static void replace(Path jar) throws IOException {
    URLConnection.setDefaultUseCaches("jar", false); // Or a former jar's settings might be read.
    Path quick = jar.resolveSibling(jar.getFileName() + ".quick");
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(quick))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        if (entry.getName().equals(TERMINALS)) {
          content = Table.write(content, CAPABILITIES, capabilities(jar));
        }
        if (isClass(entry.getName())) {
          for (Map.Entry<String, byte[]> each : QuickClass.of(content).entrySet()) {
            add(out, each.getKey() + CLASS, entry.getTime(), each.getValue());
          }
        } else {
          boolean isSettings = SETTINGS.contains(entry.getName());
          byte[] kept = isSettings ? brief(jar, entry.getName()) : content;
          add(out, entry.getName(), entry.getTime(), kept);
        }
      }
    }
    Files.move(quick, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes settings without their comments, and so that few characters say it. */
  private static byte[] brief(Path jar, String name) throws IOException {
    try (URLClassLoader includes = contentOf(jar)) {
      ConfigObject settings = ConfigFactory.parseResources(includes, name).root();
      String brief = settings.render(ConfigRenderOptions.concise());
      if (!ConfigFactory.parseString(brief).root().equals(settings)) {
        throw new IOException("the settings of " + name + " cannot be written briefly");
      }
      return brief.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Returns what a terminal can be capable of, by names. */
  @SuppressWarnings("unchecked")
  private static Map<String, ? extends Enum<?>> capabilities(Path jar) throws IOException {
    try (URLClassLoader classes = contentOf(jar)) {
      Class<?> terminals = classes.loadClass(TERMINALS.replace('/', '.').replace(CLASS, ""));
      return (Map<String, ? extends Enum<?>>) terminals.getMethod(CAPABILITIES).invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IOException("JLine no longer has its table where it was", e);
    }
  }

  private static URLClassLoader contentOf(Path jar) throws IOException {
    return new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
  }

  /** Leaves those alone that are for one version of Java. */
  private static boolean isClass(String name) {
    return name.endsWith(CLASS) && !name.startsWith("META-INF/");
  }

  private static void add(ZipOutputStream out, String name, long time, byte[] content)
      throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(time);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }
}
