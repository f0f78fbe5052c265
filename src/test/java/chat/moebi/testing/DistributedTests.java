package chat.moebi.testing;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Leaves out the tests that need other JVMs, and prints how many, unless they are requested: by
 * {@code mvn verify}, or because the test JVM is itself a named node ({@code -Dchat.name=sophie}).
 * The lesson does the same with {@code ExUnit.start(exclude: ...)} and {@code Node.alive?}.
 *
 * <p>JUnit finds this class as a service, once as a filter and once as a listener. Maven runs the
 * other tests before, in two JVMs without this listener, because neither of the two would know the
 * total.
 */
public final class DistributedTests implements PostDiscoveryFilter, TestExecutionListener {

  /** The tag of a test that needs other JVMs. */
  public static final String TAG = "distributed";

  private static final AtomicLong LEFT_OUT = new AtomicLong();

  @Override
  public FilterResult apply(TestDescriptor test) {
    boolean isLeftOut = test.getTags().contains(TestTag.create(TAG)) && !areWanted();
    if (isLeftOut && test.isTest()) {
      LEFT_OUT.incrementAndGet();
    }
    return FilterResult.includedIf(!isLeftOut);
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    long leftOut = LEFT_OUT.getAndSet(0);
    if (leftOut > 0) {
      System.out.printf(
          "Excluding tag: %s. %d tests that need other JVMs were left out;"
              + " mvn verify runs them, and so does mvn test -Dchat.name=sophie%n",
          TAG, leftOut);
    }
  }

  private static boolean areWanted() {
    return !System.getProperty("chat.test.jar", "").isEmpty()
        || !System.getProperty("chat.name", "").isEmpty();
  }
}
