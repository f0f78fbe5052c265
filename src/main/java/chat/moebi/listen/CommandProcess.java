package chat.moebi.listen;

import chat.moebi.name.RoomName;
import chat.moebi.output.Message;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of a command, in a process group of its own where the host has {@code setsid}.
 *
 * <p>The command ends when its shell ends. Its background processes live on, but their output is no
 * longer read.
 */
final class CommandProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CommandProcess.class);

  /** An empty pipe takes at least as many bytes without blocking the writer. */
  private static final int MAX_WRITTEN_AT_ONCE = 4096;

  private static final long PAUSE_MILLIS = 10;
  private static final long SHORT_PAUSE_MILLIS = 1;
  private static final long KILL_SECONDS = 2;

  private static final boolean HAS_SETSID =
      Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
          .anyMatch(directory -> new File(directory, "setsid").canExecute());

  private final Process process;
  private final InputStream out;

  private CommandProcess(Process process) {
    this.process = process;
    this.out = process.getInputStream();
  }

  /**
   * Starts a command with a text and a line feed on its standard input.
   *
   * @throws IOException if it cannot be started
   */
  static CommandProcess start(String command, Message message) throws IOException {
    List<String> shell = List.of("sh", "-c", ShellScript.inAscii(command));
    ProcessBuilder builder =
        new ProcessBuilder(
                HAS_SETSID ? Stream.concat(Stream.of("setsid"), shell.stream()).toList() : shell)
            .redirectError(Redirect.INHERIT);
    builder.environment().put("CHAT_FROM", message.from().toString());
    builder
        .environment()
        .put("CHAT_TO", message.room().map(RoomName::toString).orElse(message.to().toString()));
    Process process = builder.start();
    byte[] input = (message.text() + "\n").getBytes(StandardCharsets.UTF_8);
    if (input.length <= MAX_WRITTEN_AT_ONCE) {
      write(process, input);
    } else {
      Thread writer = new Thread(() -> write(process, input), "command-input");
      writer.setDaemon(true);
      writer.start();
    }
    return new CommandProcess(process);
  }

  private static void write(Process process, byte[] input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      // A command need not read its input.
    }
  }

  /**
   * Reads what the command prints until the command ends.
   *
   * @param printed takes the bytes
   * @param mayRun is called every few milliseconds; when it returns false, the command is killed
   * @return the exit status; empty if the command was killed
   */
  OptionalInt await(Consumer<byte[]> printed, BooleanSupplier mayRun) throws IOException {
    // A blocking read would last as long as any background process of the command. When the command
    // has ended, the JDK too reads the pipe until it is empty, which a background process may delay
    // for ever. The JDK needs this monitor for that, and then finds the pipe closed.
    synchronized (out) {
      while (process.isAlive()) {
        if (!mayRun.getAsBoolean()) {
          kill();
          pause(TimeUnit.SECONDS.toMillis(KILL_SECONDS)); // Until the command has ended.
          out.close();
          return OptionalInt.empty();
        }
        pause(read(printed, out.available()) ? SHORT_PAUSE_MILLIS : PAUSE_MILLIS);
      }
      read(printed, out.available()); // All that the command has printed is in the pipe.
      out.close();
    }
    return OptionalInt.of(process.exitValue());
  }

  private boolean read(Consumer<byte[]> printed, int available) throws IOException {
    if (available > 0) {
      printed.accept(out.readNBytes(available));
    }
    return available > 0;
  }

  private void pause(long millis) throws InterruptedIOException {
    try {
      process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** Kills the command, its descendants, and the processes of its group, orphans included. */
  private void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    if (HAS_SETSID) {
      killGroup();
    }
    children.forEach(ProcessHandle::destroyForcibly);
    process.toHandle().destroyForcibly(); // Process.destroy would close the pipe.
  }

  private void killGroup() {
    try {
      new ProcessBuilder("sh", "-c", "kill -s KILL -- \"-$0\"", Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(Redirect.DISCARD)
          .start()
          .waitFor(KILL_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      LOG.warn(
          "cannot kill the process group of a command", e); // The descendants are killed anyway.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Kills the command if it still runs. */
  @Override
  public void close() throws IOException {
    if (process.isAlive()) {
      kill();
    }
    out.close();
  }
}
