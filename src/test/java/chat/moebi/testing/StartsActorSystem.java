package chat.moebi.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks a test class that starts an ActorSystem. Such a test takes too long to run once for every
 * mutant, so {@code mvn -Pmutation} leaves it out. A class tagged {@code distributed} is left out
 * anyway and needs no mark.
 */
@Tag(StartsActorSystem.TAG)
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StartsActorSystem {

  /** The tag that the profile {@code mutation} in pom.xml excludes. */
  String TAG = "actor-system";
}
