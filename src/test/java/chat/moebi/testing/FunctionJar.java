package chat.moebi.testing;

import chat.moebi.otp.function.NamedFunction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;

/** Packs functions into a jar, as a user does for {@code --functions}. */
public final class FunctionJar {

  private FunctionJar() {}

  /** Writes a jar of functions and their nested classes into a directory, and returns its path. */
  public static Path write(Path directory, Class<?>... functions) throws IOException {
    Path jar = Files.createDirectories(directory).resolve("functions.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> function : functions) {
        add(out, function);
        for (Class<?> nested : function.getDeclaredClasses()) {
          add(out, nested);
        }
      }
      String services =
          Arrays.stream(functions).map(Class::getName).collect(Collectors.joining("\n"));
      out.putNextEntry(new JarEntry("META-INF/services/" + NamedFunction.class.getName()));
      out.write(services.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static void add(JarOutputStream out, Class<?> type) throws IOException {
    String file = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
      out.putNextEntry(new JarEntry(file));
      in.transferTo(out);
    }
  }
}
