package chat.moebi.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates {@link NetworkHosts} with a file system each, from mount namespaces: what a container
 * engine does, for machines without one. Requires root.
 */
public final class ContainerHosts implements AutoCloseable {

  private final NetworkHosts hosts;
  private final Path cookie;

  /**
   * Creates one host for each name; the hosts find each other by name.
   *
   * @param cookie the file that each host has as {@code /run/secrets/cookie}
   */
  public ContainerHosts(List<String> names, Path cookie) throws IOException {
    this.hosts = new NetworkHosts(names);
    this.cookie = cookie;
  }

  /** Returns whether this user can create such hosts on this system. */
  public static boolean arePossible() {
    return NetworkHosts.arePossible();
  }

  /**
   * Returns the command that runs a command on a host as that user, as in a container: its file
   * system has nothing of the real host but programs, the jar and the JVM's flags.
   */
  public List<String> on(String host, String user, Path jar, Path options, List<String> command) {
    String[] ids = user.split(":");
    List<String> all = new ArrayList<>();
    all.addAll(
        List.of(
            "sh",
            "-ec",
            "mount -t tmpfs -o mode=755 none /opt; mkdir /opt/chat; touch /opt/chat/chat.jar;"
                + " mount --bind \"$1\" /opt/chat/chat.jar;"
                + " mount -t tmpfs -o mode=755 none /run; mkdir /run/secrets;"
                + " cp -p \"$2\" /run/secrets/cookie;"
                + " cp \"$3\" /opt/chat/jvm.options;"
                + " mount -t tmpfs -o mode=1777 none /tmp; mkdir -m 1777 /tmp/state; cd /tmp;"
                + " shift 3; exec \"$@\"",
            "sh",
            jar.toString(),
            cookie.toString(),
            options.toAbsolutePath().toString()));
    all.addAll(
        List.of(
            "setpriv",
            "--reuid=" + ids[0],
            "--regid=" + ids[1],
            "--clear-groups",
            "--bounding-set=-all",
            "--no-new-privs"));
    all.addAll(command);
    return hosts.on(host, all);
  }

  /** Returns the command that runs a command next to a process started by {@link #on}. */
  public static List<String> beside(long pid, String user, List<String> command) {
    String[] ids = user.split(":");
    List<String> all = new ArrayList<>(List.of("nsenter", "-t", Long.toString(pid), "-m", "-n"));
    all.addAll(List.of("setpriv", "--reuid=" + ids[0], "--regid=" + ids[1], "--clear-groups"));
    all.addAll(command);
    return all;
  }

  /** Removes the hosts; processes that still run there lose their network. */
  @Override
  public void close() throws IOException {
    hosts.close();
  }
}
