package chat.moebi.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells the version of the program, and of what it stands on. */
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
