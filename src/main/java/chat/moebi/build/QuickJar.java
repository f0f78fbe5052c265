package chat.moebi.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Makes a jar that starts quickly of one with the same classes: lambdas are classes of their own,
 * and nothing is compressed. The build runs it; neither it nor what it needs is in the jar.
 */
public final class QuickJar {

  private static final String CLASS = ".class";

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
    Path quick = jar.resolveSibling(jar.getFileName() + ".quick");
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(quick))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        if (isClass(entry.getName())) {
          for (Map.Entry<String, byte[]> each : LambdaClasses.of(content).entrySet()) {
            add(out, each.getKey() + CLASS, entry.getTime(), each.getValue());
          }
        } else {
          add(out, entry.getName(), entry.getTime(), content);
        }
      }
    }
    Files.move(quick, jar, StandardCopyOption.REPLACE_EXISTING);
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
