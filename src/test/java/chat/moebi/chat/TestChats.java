package chat.moebi.chat;

import chat.moebi.cookie.Credentials;
import chat.moebi.node.Settings;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Functions;
import chat.moebi.output.Output;
import chat.moebi.registry.Registry;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;

/** Starts nodes in the test JVM, in a registry of the test's own. */
public final class TestChats {

  private TestChats() {}

  /** Starts a node that joins the others of its registry. */
  public static Chat inCluster(String name, Path registry, Output output) {
    return inCluster(name, registry, TestCookie.CREDENTIALS, output);
  }

  /** Starts a node that joins the others of its registry that have its cookie. */
  public static Chat inCluster(String name, Path registry, Credentials credentials, Output output) {
    return inCluster(name, registry, credentials, Functions.installed(), output);
  }

  /** Starts a node that joins the others of its registry, with its own settings and functions. */
  public static Chat inCluster(
      String name, ChatProgram program, String settings, Functions functions, Output output) {
    return start(
        with(name, ConfigFactory.parseString(settings), program.credentials()),
        program.registry(),
        functions,
        output);
  }

  /** Starts a node of this JVM that joins the others of its registry, with its own settings. */
  public static Chat inCluster(
      String name, Path registry, String settings, Functions functions, Output output) {
    return start(
        with(name, ConfigFactory.parseString(settings), TestCookie.CREDENTIALS),
        registry,
        functions,
        output);
  }

  /** Starts a node that joins the others of its registry, and can run the test's functions. */
  public static Chat inCluster(
      String name, Path registry, Credentials credentials, Functions functions, Output output) {
    return start(with(name, ConfigFactory.empty(), credentials), registry, functions, output);
  }

  /** Starts a node that needs no other: every task runs under its own supervisor. */
  public static Chat alone(String name, Path registry, Output output) {
    Settings settings = with(name, ConfigFactory.load("application-test"), TestCookie.CREDENTIALS);
    return start(settings, registry, Functions.installed(), output);
  }

  private static Settings with(String name, Config config, Credentials credentials) {
    return Settings.from(
        ConfigFactory.parseMap(Map.of("chat.name", name))
            .withFallback(config)
            .withFallback(ConfigFactory.load()),
        credentials);
  }

  private static Chat start(Settings settings, Path registry, Functions functions, Output output) {
    return Chat.start(settings, Registry.at(registry), output, Otp.with(settings, functions));
  }
}
