package chat.moebi.cli;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;

/**
 * The four lines that a JVM of JDK 24 or later writes to standard error at the first use of {@code
 * sun.misc.Unsafe}, which Akka uses in every node.
 *
 * <p>{@code ./chat} prevents the warning by {@code --sun-misc-unsafe-memory-access=allow}, but a
 * jar cannot set flags of its JVM.
 */
final class UnsafeWarning {

  private static final int FIRST_RELEASE = 24;

  private UnsafeWarning() {}

  /** Marks the warning as written. The JDK opens the package, so this needs no flag. */
  static void suppress() {
    if (Runtime.version().feature() < FIRST_RELEASE) {
      return;
    }
    try {
      Field warned = Class.forName("sun.misc.Unsafe").getDeclaredField("memoryAccessWarned");
      warned.setAccessible(true);
      warned.setBoolean(null, true);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      // This JDK keeps the mark elsewhere: the user sees the warning, and everything works.
    }
  }
}
