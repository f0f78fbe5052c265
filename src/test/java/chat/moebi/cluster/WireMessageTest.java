package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WireMessageTest {

  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("chat.moebi");

  @Test
  void everyPackageWithMessagesThatCrossNodesHasATestOfTheirRoundTrip() {
    Set<String> withMessages =
        CLASSES.stream()
            .filter(c -> c.isAssignableTo(WireMessage.class) && !c.isInterface())
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());
    Set<String> withTest =
        CLASSES.stream()
            .filter(c -> !c.isEquivalentTo(RoundTrip.class))
            .flatMap(c -> c.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().isEquivalentTo(RoundTrip.class))
            .map(call -> call.getOriginOwner().getPackageName())
            .collect(Collectors.toSet());
    assertThat(withTest).isNotEmpty().isEqualTo(withMessages);
  }
}
