package chat.moebi;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import chat.moebi.wire.WireMessage;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Keeps the house in order: packages that import one way, from the ground up. */
class ArchitectureTest {

  private static final String ALL = "chat.moebi..";

  /** From the ground up; one that is not built yet hinders nobody. */
  private static final List<String> FLOORS =
      List.of(
          "chat.moebi.wire..",
          "chat.moebi.dispatch..",
          "chat.moebi.cookie..",
          "chat.moebi.node..",
          "chat.moebi.function..",
          "chat.moebi.process..",
          "chat.moebi.task..",
          "chat.moebi.chat..",
          "chat.moebi.relay..",
          "chat.moebi.console..",
          "chat.moebi.cli..",
          "chat.moebi.build..");

  private static final Set<String> ENDINGS = Set.of("exit", "halt");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
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

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("chat.moebi.(**)").should().beFreeOfCycles().check(CLASSES);
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
}
