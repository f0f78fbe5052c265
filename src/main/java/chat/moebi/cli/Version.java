package chat.moebi.cli;

import picocli.CommandLine.IVersionProvider;

/** The versions of the program, of Akka and of Java. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String ours = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "chat " + (ours == null ? "(not from a jar)" : ours),
      "Akka " + akka.Version.current(),
      "Java " + System.getProperty("java.version")
    };
  }
}
