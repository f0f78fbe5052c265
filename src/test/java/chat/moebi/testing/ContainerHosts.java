package chat.moebi.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes {@link NetworkHosts} that have a file system each, out of mount namespaces: what a
 * container engine does, where none is at hand. For root only.
 */
public final class ContainerHosts implements AutoCloseable {

  private final NetworkHosts hosts;
  private final Path cookie;

  /**
   * Makes one host for each name, by which the others find it.
   *
   * @param cookie is found by each at {@code /run/secrets/cookie}
   */
  public ContainerHosts(List<String> names, Path cookie) throws IOException {
    this.hosts = new NetworkHosts(names);
    this.cookie = cookie;
  }

  /** Tells whether this user, on this system, can make them. */
  public static boolean arePossible() {
    return NetworkHosts.arePossible();
  }

  /**
   * Returns the command that runs another one on a host, as a container of that user, whose file
   * system has nothing of the host's but its programs, the jar and the JVM's flags.
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

  /** Returns the command that runs another one beside a process that {@link #on} has started. */
  public static List<String> beside(long pid, String user, List<String> command) {
    String[] ids = user.split(":");
    List<String> all = new ArrayList<>(List.of("nsenter", "-t", Long.toString(pid), "-m", "-n"));
    all.addAll(List.of("setpriv", "--reuid=" + ids[0], "--regid=" + ids[1], "--clear-groups"));
    all.addAll(command);
    return all;
  }

  /** Removes all of them; what still runs there loses its network. */
  @Override
  public void close() throws IOException {
    hosts.close();
  }
}
