package chat.moebi.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.cookie.Fingerprint;
import chat.moebi.cookie.OwnerOnly;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes are registered in one of several directories, and all of these are read. */
@Timeout(60)
class RegistryPlacesTest {

  private static final List<Fingerprint> COOKIES = List.of(new Fingerprint("ab12"));
  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final int NOBODY = 65534;

  @TempDir private Path root;
  private Path sessions;
  private Path session;
  private Path temporary;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void make() throws IOException {
    sessions = Files.createDirectory(root.resolve("run-user"), OwnerOnly.DIRECTORY);
    session = sessions.resolve(Long.toString(OwnerOnly.uid()));
    temporary = Files.createDirectory(root.resolve("tmp"), OwnerOnly.DIRECTORY);
    environment.put("HOME", root.resolve("home").toString());
  }

  @Test
  void aNodeOfBeforeTheLoginIsFoundAndItsNameRefused() throws IOException {
    Registry before = open();
    try (Claim kate = before.claim(KATE, COOKIES)) {
      assertThat(before.directory()).isEqualTo(inTemporary());
      logIn();

      Registry after = open();
      assertThat(after.directory()).isEqualTo(session.resolve("chat"));
      assertThat(after.entries()).containsExactly(kate.entry());
      Path socket = Files.createFile(inTemporary().resolve(kate.entry().socket()));
      assertThat(after.socket(kate.entry())).isEqualTo(socket);
      assertThat(
              catchThrowableOfType(NodeException.class, () -> after.claim(KATE, COOKIES)).reason())
          .isEqualTo(Reason.NAME_TAKEN);
      try (Claim alex = after.claim(ALEX, COOKIES)) {
        assertThat(before.entries()).containsExactly(alex.entry(), kate.entry());
        assertThat(after.dead(Map.of(0L, KATE))).isEmpty();
        assertThat(before.dead(Map.of(0L, ALEX))).isEmpty();
      }
      assertThat(before.dead(Map.of(0L, ALEX))).isNotEmpty();
    }
  }

  @Test
  void aNodeGoesOnInAnotherPlaceWhenTheSessionEnds() throws IOException {
    logIn();
    Registry registry = open();
    try (Claim kate = registry.claim(KATE, COOKIES)) {
      Files.move(session, root.resolve("ended"));
      assertThat(kate.isWhole()).isFalse();

      kate.restore(notes::add);

      assertThat(kate.isWhole()).isTrue();
      assertThat(open().entries()).containsExactly(kate.entry());
      assertThat(inTemporary().resolve("kate@localhost.node")).exists();
      assertThat(
              catchThrowableOfType(NodeException.class, () -> open().claim(KATE, COOKIES)).reason())
          .isEqualTo(Reason.NAME_TAKEN);
    }
    open().claim(KATE, COOKIES).close();

    Files.move(root.resolve("ended"), session);
    open().claim(KATE, COOKIES).close();
  }

  @Test
  void aNodeWhoseNameIsTakenElsewhereMeanwhileIsNotPutBack() throws IOException {
    try (Claim kate = open().claim(KATE, COOKIES)) {
      logIn();
      Path inSession = open().directory();
      Files.delete(inTemporary().resolve("kate@localhost.lock"));
      try (LockFile taken = LockFile.tryLock(inSession.resolve("kate@localhost.lock")).get()) {
        assertThat(taken.isInPlace()).isTrue();
        kate.restore(notes::add);
        assertThat(notes)
            .singleElement(STRING)
            .contains("kate@localhost is already running; choose another --name");
        assertThat(kate.isWhole()).isFalse();
      }
    }
  }

  @Test
  void aDirectoryOfAnotherUsersIsPassedOver() throws IOException {
    Path foreign = Files.createDirectory(inTemporary(), OwnerOnly.DIRECTORY);
    giveAway(foreign);

    Registry registry = open();

    assertThat(registry.directory()).isEqualTo(root.resolve("home/.local/state/chat/registry"));
    try (Claim kate = registry.claim(KATE, COOKIES)) {
      assertThat(open().entries()).containsExactly(kate.entry());
    }
    assertThat(foreign).isEmptyDirectory();
  }

  @Test
  void theRefusalNamesTheVariableToSetIfNoPlaceIsUsable() throws IOException {
    giveAway(Files.createDirectory(inTemporary(), OwnerOnly.DIRECTORY));
    environment.put("HOME", Files.createFile(root.resolve("home")).toString());

    NodeException refusal = catchThrowableOfType(NodeException.class, this::open);

    assertThat(refusal.reason()).isEqualTo(Reason.BAD_CONFIGURATION);
    assertThat(refusal)
        .hasMessage(
            "cannot use the registry "
                + inTemporary()
                + ": it belongs to another user; set XDG_RUNTIME_DIR to a directory of your own");
  }

  @Test
  void aRuntimeDirectoryThatIsTheSessionsIsNotTheOnlyPlace() throws IOException {
    logIn();
    environment.put("XDG_RUNTIME_DIR", session.toString());
    Registry without = Registry.at(inTemporary());
    try (Claim kate = without.claim(KATE, COOKIES)) {
      assertThat(open().directory()).isEqualTo(session.resolve("chat"));
      assertThat(open().entries()).containsExactly(kate.entry());
    }
  }

  @Test
  void aRuntimeDirectoryElsewhereIsTheOnlyPlace() throws IOException {
    logIn();
    Path runtime = Files.createDirectory(root.resolve("mine"), OwnerOnly.DIRECTORY);
    environment.put("XDG_RUNTIME_DIR", runtime.toString());
    try (Claim kate = Registry.at(inTemporary()).claim(KATE, COOKIES)) {
      assertThat(kate.isWhole()).isTrue();
      assertThat(open().directory()).isEqualTo(runtime.resolve("chat"));
      assertThat(open().entries()).isEmpty();
    }
  }

  @Test
  void theRuntimeDirectoryOfAnotherUserIsRefusedAndNothingMadeInIt() throws IOException {
    Path runtime = Files.createDirectory(root.resolve("theirs"), OwnerOnly.DIRECTORY);
    giveAway(runtime);
    environment.put("XDG_RUNTIME_DIR", runtime.toString());

    assertThat(catchThrowableOfType(NodeException.class, this::open))
        .hasMessage(
            "cannot use the registry "
                + runtime
                + ": XDG_RUNTIME_DIR names it, and it is not there or not yours; unset it");
    assertThat(runtime).isEmptyDirectory();
  }

  @Test
  void anOwnDirectoryInAnotherUsersDirectoryDoesNotCount() throws IOException {
    Files.createDirectory(inTemporary(), OwnerOnly.DIRECTORY);
    giveAway(temporary);
    assertThat(OwnerOnly.objectionTo(inTemporary()))
        .contains("the directory that it is in belongs to another user");
    assertThat(open().directory()).isEqualTo(root.resolve("home/.local/state/chat/registry"));
  }

  @Test
  void anotherUsersStateDirectoryDoesNotCountEither() throws IOException {
    giveAway(Files.createDirectory(inTemporary(), OwnerOnly.DIRECTORY));
    Path state = Files.createDirectories(root.resolve("state"), OwnerOnly.DIRECTORY);
    giveAway(state);
    environment.put("XDG_STATE_HOME", state.toString());

    assertThat(catchThrowableOfType(NodeException.class, this::open).reason())
        .isEqualTo(Reason.BAD_CONFIGURATION);
  }

  private Registry open() {
    return new Registry(RegistryPlaces.of(environment, sessions, temporary));
  }

  private Path inTemporary() {
    return temporary.resolve("chat-" + OwnerOnly.uid());
  }

  private void logIn() throws IOException {
    Files.createDirectory(session, OwnerOnly.DIRECTORY);
  }

  private static void giveAway(Path path) throws IOException {
    assumeTrue(OwnerOnly.uid() == 0, "only root can give a directory to another user");
    Files.setAttribute(path, "unix:uid", NOBODY);
  }
}
