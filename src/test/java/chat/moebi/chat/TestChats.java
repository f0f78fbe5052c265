package chat.moebi.chat;

import chat.moebi.cookie.Credentials;
import chat.moebi.node.Registry;
import chat.moebi.node.Settings;
import chat.moebi.otp.function.Functions;
import chat.moebi.output.Output;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;

/** Starts nodes in the test JVM, in a registry of the test's own. */
public final class TestChats {

  private TestChats() {}

  /** Starts a node that meets the others of its registry. */
  public static Chat inCluster(String name, Path registry, Output output) {
    return inCluster(name, registry, TestCookie.CREDENTIALS, output);
  }

  /** Starts a node that meets the others of its registry that have its cookie. */
  public static Chat inCluster(String name, Path registry, Credentials credentials, Output output) {
    return start(name, "application", registry, credentials, output);
  }

  /**
   * Starts a node that meets the others of its registry, with settings and functions of its own.
   */
  public static Chat inCluster(
      String name, ChatProgram program, String settings, Functions functions, Output output) {
    return Chat.start(
        Settings.from(
            ConfigFactory.parseMap(Map.of("chat.name", name))
                .withFallback(ConfigFactory.parseString(settings))
                .withFallback(ConfigFactory.load()),
            program.credentials()),
        Registry.at(program.registry()),
        functions,
        output);
  }

  /** Starts a node of this JVM that meets the others of its registry, with settings of its own. */
  public static Chat inCluster(
      String name, Path registry, String settings, Functions functions, Output output) {
    return Chat.start(
        Settings.from(
            ConfigFactory.parseMap(Map.of("chat.name", name))
                .withFallback(ConfigFactory.parseString(settings))
                .withFallback(ConfigFactory.load()),
            TestCookie.CREDENTIALS),
        Registry.at(registry),
        functions,
        output);
  }

  /** Starts a node that meets the others of its registry, and can run functions of the test's. */
  public static Chat inCluster(
      String name, Path registry, Credentials credentials, Functions functions, Output output) {
    return start(name, "application", registry, credentials, functions, output);
  }

  /** Starts a node that needs no other: every task runs under its own supervisor. */
  public static Chat alone(String name, Path registry, Output output) {
    return start(name, "application-test", registry, TestCookie.CREDENTIALS, output);
  }

  private static Chat start(
      String name, String config, Path registry, Credentials credentials, Output output) {
    return start(name, config, registry, credentials, Functions.installed(), output);
  }

  private static Chat start(
      String name,
      String config,
      Path registry,
      Credentials credentials,
      Functions functions,
      Output output) {
    return Chat.start(
        Settings.from(
            ConfigFactory.parseMap(Map.of("chat.name", name))
                .withFallback(ConfigFactory.load(config)),
            credentials),
        Registry.at(registry),
        functions,
        output);
  }
}
