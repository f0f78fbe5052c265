package chat.moebi.multinode;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/**
 * Runs one role's part of a {@link MultiNodeSuite} in a JVM of its own.
 *
 * <p>Prints one line such as {@code ran=3 failed=0 ignored=0}, and exits with status 0 only if at
 * least one scenario ran and all succeeded; a cancelled or pending scenario counts as ignored.
 * Exits at the first failure, and also when standard input ends, so that the JVM never outlives
 * {@link MultiNodeRun}.
 */
final class RoleMain {

  private RoleMain() {}

  public static void main(String[] args) {
    endWithParent();
    Tally tally = new Tally();
    try {
      JUnitCore junit = new JUnitCore();
      junit.addListener(tally);
      junit.run(Class.forName(args[0]));
    } catch (Throwable problem) {
      // An uncaught exception would end this thread only: Akka's threads would keep the JVM alive.
      problem.printStackTrace(System.out);
      System.exit(1);
    }
    tally.printAndExit();
  }

  private static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException gone) {
                // Treated as the end of the stream.
              }
              Runtime.getRuntime().halt(1);
            },
            "end-with-parent");
    watch.setDaemon(true);
    watch.start();
  }

  /** Counts the scenarios, and prints a failure at once: the JVM may be destroyed at any time. */
  private static final class Tally extends RunListener {

    private int ran;
    private int failed;
    private int ignored;

    @Override
    public void testStarted(Description scenario) {
      ran++;
    }

    /** Exits: a role out of step would only make the others' barriers fail as well. */
    @Override
    public void testFailure(Failure failure) {
      failed++;
      print("FAILED", failure);
      printAndExit();
    }

    @Override
    public void testAssumptionFailure(Failure failure) {
      ran--;
      ignored++;
      print("CANCELLED", failure);
    }

    @Override
    public void testIgnored(Description scenario) {
      ignored++;
    }

    void printAndExit() {
      System.out.printf("ran=%d failed=%d ignored=%d%n", ran, failed, ignored);
      System.exit(ran > 0 && failed == 0 && ignored == 0 ? 0 : 1);
    }

    /** Prints the stack trace without the frames of the test frameworks, which are most of it. */
    private static void print(String what, Failure failure) {
      System.out.println(what + " " + failure.getTestHeader());
      failure
          .getTrace()
          .lines()
          .filter(line -> !line.startsWith("\tat org.scalatest"))
          .filter(line -> !line.startsWith("\tat org.junit"))
          .forEach(System.out::println);
    }
  }
}
