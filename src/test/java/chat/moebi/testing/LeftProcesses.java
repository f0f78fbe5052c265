package chat.moebi.testing;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Ends the processes that a test class has left behind. A test that exceeded its time limit may
 * still run in a thread of its own, and may never end its processes.
 *
 * <p>JUnit finds this listener as a service. The listener relies on the test classes of one JVM
 * running one after the other.
 */
public final class LeftProcesses implements TestExecutionListener {

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    boolean isClass = test.getSource().map(LeftProcesses::isClassThatIsNotNested).orElse(false);
    if (isClass) {
      ProcessHandle.current().descendants().forEach(left -> end(test, left));
    }
  }

  // After a nested class, the outer class may still need processes that it has started.
  private static boolean isClassThatIsNotNested(TestSource source) {
    return source instanceof ClassSource type && type.getJavaClass().getEnclosingClass() == null;
  }

  private static void end(TestIdentifier test, ProcessHandle left) {
    System.out.printf(
        "%s has left a process behind, which is ended: %s%n",
        test.getLegacyReportingName(), left.info().commandLine().orElse("process " + left.pid()));
    left.destroyForcibly();
  }
}
