package chat.moebi.cli;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;

/**
 * The four lines that a JVM of JDK 24 or later writes to standard error when {@code
 * sun.misc.Unsafe} is first used, as Akka does in every node.
 *
 * <p>{@code ./chat} prevents the warning by {@code --sun-misc-unsafe-memory-access=allow}. A jar
 * cannot give this flag to the JVM that runs the jar.
 */
final class UnsafeWarning {

  private static final int FIRST_RELEASE = 24;

  private UnsafeWarning() {}

  /** Has this JVM take the warning as given. The JDK opens the package, so no flag is needed. */
  static void suppress() {
    if (Runtime.version().feature() < FIRST_RELEASE) {
      return;
    }
    try {
      Field warned = Class.forName("sun.misc.Unsafe").getDeclaredField("memoryAccessWarned");
      warned.setAccessible(true);
      warned.setBoolean(null, true);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      // This JDK keeps the flag elsewhere: the user sees the warning, and all else works.
    }
  }
}
