package chat.moebi.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LockFileTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  @TempDir private Path directory;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("kate.lock");
  }

  @Nested
  class InOneJvm {

    @Test
    void oneAtATimeHoldsIt() throws IOException {
      try (LockFile held = take()) {
        assertThat(held).isNotNull();
        assertThat(LockFile.tryLock(path)).isEmpty();
      }
      take().close();
    }

    @Test
    void aRefusedAttemptLeavesTheLockWithItsHolder() throws IOException {
      try (LockFile held = take()) {
        assertThat(held).isNotNull();
        assertThat(LockFile.tryLock(path)).isEmpty();
        assertThat(LockFile.tryLock(path)).isEmpty();
      }
    }

    @Test
    void anotherSpellingOfThePathIsTheSameLock() throws IOException {
      try (LockFile held = take()) {
        assertThat(held).isNotNull();
        assertThat(LockFile.tryLock(directory.resolve("x/../kate.lock"))).isEmpty();
      }
    }

    @Test
    void aPathThroughASymbolicLinkIsTheSameLock() throws IOException {
      Path real = Files.createDirectory(directory.resolve("real"));
      Path link = Files.createSymbolicLink(directory.resolve("link"), real);
      path = real.resolve("kate.lock");

      try (LockFile held = take()) {
        assertThat(held).isNotNull();
        assertThat(LockFile.tryLock(link.resolve("kate.lock"))).isEmpty();
      }
    }

    @Test
    void otherFilesAreOtherLocks() throws IOException {
      try (LockFile held = take();
          LockFile other = LockFile.tryLock(directory.resolve("alex.lock")).orElseThrow()) {
        assertThat(held).isNotSameAs(other);
      }
    }

    @Test
    void closingTwiceDoesNotFreeItForAThird() throws IOException {
      LockFile first = take();
      first.close();
      try (LockFile second = take()) {
        first.close();
        assertThat(second).isNotNull();
        assertThat(LockFile.tryLock(path)).isEmpty();
      }
    }

    @Test
    void aFailureToOpenTheFileLeavesNothingHeld() throws IOException {
      path = directory.resolve("later/kate.lock");
      assertThatIOException()
          .isThrownBy(() -> LockFile.tryLock(path))
          .isInstanceOf(NoSuchFileException.class);

      Files.createDirectory(path.getParent());

      take().close();
    }

    @Test
    void nobodyElseCanReadTheFile() throws IOException {
      take().close();

      assertThat(Files.getPosixFilePermissions(path))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Nested
  class Waiting {

    @Test
    void endsWhenTheHolderLetsGo() throws Exception {
      LockFile held = take();
      CompletableFuture<Optional<LockFile>> waiting =
          CompletableFuture.supplyAsync(() -> await(LONG));
      assertThat(waiting)
          .failsWithin(Duration.ofMillis(200))
          .withThrowableThat()
          .isInstanceOf(TimeoutException.class);

      held.close();

      waiting.get(30, TimeUnit.SECONDS).orElseThrow().close();
    }

    @Test
    void endsAtTheLimit() throws IOException {
      try (LockFile held = take()) {
        assertThat(held).isNotNull();
        assertThat(LockFile.lock(path, SHORT)).isEmpty();
      }
    }

    @Test
    void triesOnceEvenWithoutTime() throws IOException {
      LockFile.lock(path, Duration.ZERO).orElseThrow().close();
    }

    @Test
    void endsWhenItIsInterruptedAndSaysSo() throws IOException {
      try (LockFile held = take()) {
        assertThat(held).isNotNull();
        Thread.currentThread().interrupt();
        Optional<LockFile> none = LockFile.lock(path, LONG);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(none).isEmpty();
      }
    }

    private Optional<LockFile> await(Duration limit) {
      try {
        return LockFile.lock(path, limit);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Nested
  class Removed {

    @Test
    void isNotInPlaceAndIsRenewed() throws IOException {
      try (LockFile held = take()) {
        assertThat(held.isInPlace()).isTrue();
        Files.delete(path);
        assertThat(held.isInPlace()).isFalse();

        assertThat(held.renew()).isTrue();

        assertThat(held.isInPlace()).isTrue();
        assertThat(LockFile.tryLock(path)).isEmpty();
      }
      take().close();
    }

    @Test
    void isNotFollowedThroughALink() throws IOException {
      Path other = Files.createFile(path.resolveSibling("other"));
      Files.createSymbolicLink(path, other);
      assertThatIOException().isThrownBy(() -> LockFile.tryLock(path));
    }
  }

  @Nested
  @Tag("distributed")
  class AcrossJvms {

    @Test
    void theHolderOfARemovedFileIsFound() throws Exception {
      try (OtherJvm other = new OtherJvm(path)) {
        assertThat(other.tryToLock()).isEqualTo("held");
        assertThat(DeletedLock.holder(path)).isEmpty();

        Files.delete(path);
        assertThat(DeletedLock.holder(path)).contains(other.process.pid());
        take().close(); // Another file of the same name does not hide the holder.
        assertThat(DeletedLock.holder(path)).contains(other.process.pid());

        other.kill();
        assertThat(DeletedLock.holder(path)).isEmpty();
      }
    }

    @Test
    void aRemovedFileThatAnotherHasLockedIsNotRenewed() throws Exception {
      try (LockFile held = take();
          OtherJvm other = new OtherJvm(path)) {
        Files.delete(path);
        assertThat(other.tryToLock()).isEqualTo("held");

        assertThat(held.renew()).isFalse();

        other.kill();
        assertThat(held.renew()).isTrue();
      }
    }

    @Test
    void theSecondIsRefusedUntilTheFirstLetsGo() throws Exception {
      LockFile held = take();
      try (OtherJvm other = new OtherJvm(path)) {
        assertThat(other.tryToLock()).isEqualTo("refused");

        held.close();

        assertThat(other.tryToLock()).isEqualTo("held");
        assertThat(LockFile.tryLock(path)).isEmpty();
      }
    }

    @Test
    void theSecondHasItTheMomentTheFirstIsKilled() throws Exception {
      try (OtherJvm other = new OtherJvm(path)) {
        assertThat(other.tryToLock()).isEqualTo("held");
        assertThat(LockFile.tryLock(path)).isEmpty();

        other.kill();

        take().close();
      }
    }

    @Test
    void aFailedAttemptDoesNotBreakTheLockOfThisJvm() throws Exception {
      try (LockFile held = take();
          OtherJvm other = new OtherJvm(path)) {
        assertThat(held).isNotNull();
        // If this JVM opened and closed the file once more, the kernel would drop the lock.
        assertThat(LockFile.tryLock(path)).isEmpty();
        assertThat(other.tryToLock()).isEqualTo("refused");
      }
    }
  }

  /** Tries to take a lock for each line of its input, and prints whether it has the lock. */
  static final class Contender {

    private Contender() {}

    public static void main(String[] args) throws IOException {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      while (in.readLine() != null) {
        System.out.println(LockFile.tryLock(Path.of(args[0])).isPresent() ? "held" : "refused");
      }
    }
  }

  private static final class OtherJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;

    OtherJvm(Path path) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Contender.class.getName(),
                  path.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      answers = process.inputReader(StandardCharsets.US_ASCII);
    }

    String tryToLock() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      return answers.readLine();
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  private LockFile take() throws IOException {
    return LockFile.tryLock(path).orElseThrow();
  }
}
