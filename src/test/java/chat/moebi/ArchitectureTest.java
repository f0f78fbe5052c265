package chat.moebi;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.annotation.InternalApi;
import chat.moebi.chat.Chat;
import chat.moebi.cluster.WireMessage;
import chat.moebi.node.Node;
import chat.moebi.output.OutputWriter;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.StartsActorSystem;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Checks how the packages import each other, and which tests mutation testing may run. */
class ArchitectureTest {

  private static final String ALL = "chat.moebi..";

  /** From the ground up; one that is not built yet hinders nobody. */
  private static final List<String> FLOORS =
      List.of(
          "chat.moebi.name..",
          "chat.moebi.cookie..",
          "chat.moebi.registry..",
          "chat.moebi.dispatch..",
          "chat.moebi.cluster..",
          "chat.moebi.node..",
          "chat.moebi.output..",
          "chat.moebi.store..",
          "chat.moebi.chat..",
          "chat.moebi.otp.function..",
          "chat.moebi.otp.process..",
          "chat.moebi.otp.task..",
          "chat.moebi.otp",
          "chat.moebi.script..",
          "chat.moebi.listen..",
          "chat.moebi.console..",
          "chat.moebi.cli..");

  /**
   * A class that is no public API of Akka or the JDK, the one file that uses it, and the reason.
   */
  private record Internal(String name, String file, String reason) {}

  private static final List<Internal> INTERNALS =
      List.of(
          new Internal(
              "akka.actor.ActorCell",
              "TlsConnection.java",
              "names the connection for which Akka requests a TLS engine, so that it can be closed"),
          new Internal(
              "akka.actor.InternalActorRef",
              "TlsConnection.java",
              "tells without a message whether a connection has ended"),
          new Internal(
              "akka.remote.artery.ThisActorSystemQuarantinedEvent",
              "Merging.java",
              "says that another node has quarantined this one, which no public event does"),
          new Internal(
              "sun.misc.Unsafe",
              "UnsafeWarning.java",
              "keeps the JVM's warning about Akka's use of it off the terminal"),
          new Internal(
              "sun.nio.ch.DefaultSelectorProvider",
              "SpinningProvider.java",
              "opens the channels and selectors that chat.dispatch = spinning wraps"));

  /** What Akka keeps to itself, as far as names tell; the rest is marked {@link InternalApi}. */
  private static final Pattern INTERNAL =
      Pattern.compile(
          "sun\\..*|akka\\..*\\.internal\\..*|akka\\.actor\\.(ActorCell|Internal|dungeon\\.).*"
              + "|akka\\.cluster\\.Internal.*|akka\\.dispatch\\.sysmsg\\..*"
              + "|akka\\.remote\\.artery\\.(?!tcp\\.SSLEngineProvider).*");

  /** The name of a class of the JDK's own in a string, as reflection takes it. */
  private static final Pattern SUN_CLASS = Pattern.compile("\"(sun\\.[a-z.]+\\.[A-Z]\\w*)\"");

  private static final Set<String> ENDINGS = Set.of("exit", "halt");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("chat.moebi");

  /** The methods that start an ActorSystem. */
  private static final Set<String> STARTS =
      Set.of(
          ActorTestKit.class.getName() + ".create",
          akka.actor.typed.ActorSystem.class.getName() + ".create",
          akka.actor.ActorSystem.class.getName() + ".create",
          Chat.class.getName() + ".start",
          Node.class.getName() + ".start");

  private static final Set<String> MARKS = Set.of(StartsActorSystem.TAG, DistributedTests.TAG);

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(Predefined.ONLY_INCLUDE_TESTS)
          .importPackages("chat.moebi");

  @Test
  void everyClassLivesOnAFloor() {
    classes().should().resideInAnyPackage(FLOORS.toArray(String[]::new)).check(CLASSES);
  }

  @Test
  void eachFloorImportsOnlyItselfAndThoseBelow() {
    for (int i = 0; i < FLOORS.size(); i++) {
      String[] upToHere = FLOORS.subList(0, i + 1).toArray(String[]::new);
      classes()
          .that()
          .resideInAPackage(FLOORS.get(i))
          .should()
          .onlyDependOnClassesThat(resideInAnyPackage(upToHere).or(not(resideInAPackage(ALL))))
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  /** The floors above say what a package imports; a sentence about it would not be checked. */
  @Test
  void noPackageInfoSaysWhatItsPackageImports() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      assertThat(files.filter(file -> file.endsWith("package-info.java")))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file)).doesNotContainPattern("(?i)\\bimports?\\b"));
    }
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("chat.moebi.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheWriterOfAnOutputKnowsOfTheThreads() {
    noClasses()
        .that()
        .resideOutsideOfPackage("chat.moebi.dispatch..")
        .and()
        .doNotHaveFullyQualifiedName(OutputWriter.class.getName())
        .should()
        .dependOnClassesThat()
        .resideInAPackage("chat.moebi.dispatch..")
        .check(CLASSES);
  }

  @Test
  void eachInternalClassOfAkkaOrTheJdkIsUsedInTheOneFileThatIsListed() throws IOException {
    Stream<String> byBytecode =
        CLASSES.stream()
            .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
            .filter(use -> isInternal(use.getTargetClass().getBaseComponentType()))
            .map(
                use ->
                    use.getTargetClass().getBaseComponentType().getName()
                        + " in "
                        + use.getOriginClass()
                            .getSource()
                            .orElseThrow()
                            .getFileName()
                            .orElseThrow());
    Stream<String> byName;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      byName =
          files
              .filter(Files::isRegularFile)
              .flatMap(
                  file ->
                      SUN_CLASS
                          .matcher(read(file))
                          .results()
                          .map(match -> match.group(1) + " in " + file.getFileName()))
              .toList()
              .stream();
    }

    assertThat(Stream.concat(byBytecode, byName).distinct())
        .containsExactlyInAnyOrderElementsOf(
            INTERNALS.stream().map(use -> use.name() + " in " + use.file()).toList());
    assertThat(INTERNALS).noneMatch(use -> use.reason().isBlank());
  }

  private static boolean isInternal(JavaClass c) {
    return INTERNAL.matcher(c.getName()).matches()
        || (c.getName().startsWith("akka.") && c.isAnnotatedWith(InternalApi.class));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void onlyTheCommandLineEndsTheJvm() {
    DescribedPredicate<JavaAccess<?>> endsTheJvm =
        describe(
            "System.exit, Runtime.exit or Runtime.halt",
            access ->
                ENDINGS.contains(access.getName())
                    && (access.getTargetOwner().isEquivalentTo(System.class)
                        || access.getTargetOwner().isEquivalentTo(Runtime.class)));
    noClasses()
        .that()
        .resideOutsideOfPackage("chat.moebi.cli..")
        .should()
        .accessTargetWhere(endsTheJvm)
        .check(CLASSES);
  }

  /** The benchmarks and the soak do things at given times. */
  @Test
  void noTestSleepsInPlaceOfWaitingForWhatItNeeds() {
    noClasses()
        .that()
        .resideOutsideOfPackages("chat.moebi.bench..", "chat.moebi.soak..", "..jmh_generated..")
        .and()
        .doNotHaveFullyQualifiedName("chat.moebi.cli.DeadConnectionsTest") // An outage lasts.
        .and()
        .doNotHaveFullyQualifiedName("chat.moebi.testing.TmuxTerminal") // Looks again in a while.
        .should()
        .accessTargetWhere(describe("sleep", access -> access.getName().equals("sleep")))
        .check(
            new ClassFileImporter()
                .withImportOption(Predefined.ONLY_INCLUDE_TESTS)
                .importPackages("chat.moebi"));
  }

  @Test
  void whatCrossesNodesIsARecordOrAnInterface() {
    classes()
        .that()
        .areAssignableTo(WireMessage.class)
        .should()
        .beRecords()
        .orShould()
        .beInterfaces()
        .check(CLASSES);
  }

  @Test
  void aTestClassThatStartsAnActorSystemIsMarked() {
    assertThat(
            tests()
                .filter(test -> starts(test, new HashSet<>()) && !isMarked(test))
                .map(JavaClass::getName)
                .sorted())
        .describedAs("test classes that miss @StartsActorSystem")
        .isEmpty();
  }

  @Test
  void noOtherTestClassIsMarked() {
    assertThat(
            tests()
                .filter(test -> test.isMetaAnnotatedWith(StartsActorSystem.class))
                .filter(test -> !starts(test, new HashSet<>()))
                .map(JavaClass::getName))
        .describedAs("test classes that bear @StartsActorSystem without need")
        .isEmpty();
  }

  private static Stream<JavaClass> tests() {
    return TESTS.stream()
        .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
        .filter(
            c -> c.getAllMethods().stream().anyMatch(m -> m.isMetaAnnotatedWith(Testable.class)));
  }

  /** Whether the class, its superclass or a helper that it calls starts an ActorSystem. */
  private static boolean starts(JavaClass c, Set<JavaClass> seen) {
    return seen.add(c)
        && (c.getAccessesFromSelf().stream().anyMatch(ArchitectureTest::isStart)
            || Stream.concat(
                    c.getRawSuperclass().stream(),
                    c.getAccessesFromSelf().stream().map(JavaAccess::getTargetOwner))
                .anyMatch(used -> TESTS.contain(used.getName()) && starts(used, seen)));
  }

  private static boolean isStart(JavaAccess<?> access) {
    return STARTS.contains(access.getTargetOwner().getName() + "." + access.getName());
  }

  private static boolean isMarked(JavaClass test) {
    Class<?> type = test.reflect();
    return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getEnclosingClass)
        .flatMap(c -> AnnotationSupport.findRepeatableAnnotations(c, Tag.class).stream())
        .anyMatch(tag -> MARKS.contains(tag.value()));
  }
}
