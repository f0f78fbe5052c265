package chat.moebi.cli;

import chat.moebi.cluster.ContactProbe;
import chat.moebi.console.Display;
import chat.moebi.cookie.Credentials;
import chat.moebi.cookie.TlsProbe.Finding;
import chat.moebi.name.ContactPoint;
import chat.moebi.name.NodeException;
import chat.moebi.script.ScriptClient;
import chat.moebi.script.ScriptDisplay;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The nodes at the contact points, one of which a script may use. For one thread. */
final class RemoteNodes {

  private final ContactProbe contacts;
  private final Credentials credentials;
  private Map<ContactPoint, Finding> findings = Map.of();

  RemoteNodes(ContactProbe contacts, Credentials credentials) {
    this.contacts = contacts;
    this.credentials = credentials;
  }

  /** Returns a node that serves scripts; empty if there is none. */
  Optional<ScriptClient> connect(ScriptDisplay display) throws InterruptedException {
    findings = contacts.probe();
    return ScriptClient.connect(found(Finding.FINE), credentials, display);
  }

  /** Reports why there was no node to use, and returns the exit status. */
  int noNode(Display display) {
    Optional<NodeException> refusal = contacts.refusal(findings);
    List<ContactPoint> fine = found(Finding.FINE);
    if (refusal.isPresent()) {
      return Errors.show(display, refusal.get().getMessage(), ExitStatus.of(refusal.get()));
    }
    if (fine.isEmpty()) {
      return Errors.show(
          display, "no connection to " + listed(findings.keySet()), ExitStatus.NO_CONNECTION);
    }
    return Errors.show(
        display,
        listed(fine)
            + " does not answer; write the host as the --host there has it, and let that node"
            + " connect to this host",
        ExitStatus.UNCONFIRMED);
  }

  private List<ContactPoint> found(Finding what) {
    return findings.keySet().stream().filter(point -> findings.get(point) == what).toList();
  }

  private static String listed(Collection<ContactPoint> points) {
    return points.stream().map(ContactPoint::toString).collect(Collectors.joining(", "));
  }
}
