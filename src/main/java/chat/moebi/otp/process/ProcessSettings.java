package chat.moebi.otp.process;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * Reads the part of a node's configuration that concerns its processes; {@code application.conf}
 * says what each means.
 */
public record ProcessSettings(
    Duration lostAfter,
    Duration auditInterval,
    Duration printTimeout,
    Duration answerTimeout,
    int maxProcesses,
    int maxMailbox,
    long maxMailboxBytes,
    int windowMessages,
    long windowBytes) {

  /** Reads {@code chat.process { }} of a configuration that the node's settings were read from. */
  public static ProcessSettings from(Config config) {
    Config process = config.getConfig("chat.process");
    return new ProcessSettings(
        process.getDuration("lost-after"),
        process.getDuration("audit-interval"),
        process.getDuration("print-timeout"),
        config.getDuration("chat.send-timeout"),
        process.getInt("max-processes"),
        process.getInt("max-mailbox"),
        process.getBytes("max-mailbox-bytes"),
        process.getInt("window.messages"),
        process.getBytes("window.bytes"));
  }
}
