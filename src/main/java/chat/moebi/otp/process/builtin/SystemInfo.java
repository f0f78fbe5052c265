package chat.moebi.otp.process.builtin;

import akka.Version;
import chat.moebi.otp.function.BlockingFunction;
import chat.moebi.otp.function.Io;
import chat.moebi.otp.function.None;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;

/** Describes the JVM that a node runs in: versions, uptime, memory. */
public final class SystemInfo implements BlockingFunction<None, SystemInfo.Facts> {

  /** The description; times in seconds, memory in MiB. */
  public record Facts(
      String chat, String java, String akka, String uptime, String heap, int threads) {}

  private static final long MIB = 1024 * 1024;

  @Override
  public String name() {
    return "system";
  }

  @Override
  public Facts run(None none, Io io) {
    String version = SystemInfo.class.getPackage().getImplementationVersion();
    Runtime runtime = Runtime.getRuntime();
    long used = (runtime.totalMemory() - runtime.freeMemory()) / MIB;
    Duration uptime = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    return new Facts(
        Objects.requireNonNullElse(version, "unpacked"),
        Runtime.version().toString(),
        Version.current(),
        uptime.toSeconds() + " s",
        used + " of " + runtime.maxMemory() / MIB + " MiB",
        ManagementFactory.getThreadMXBean().getThreadCount());
  }
}
