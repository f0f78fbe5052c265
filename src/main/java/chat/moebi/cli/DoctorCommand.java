package chat.moebi.cli;

import chat.moebi.cli.doctor.AddressCheck;
import chat.moebi.cli.doctor.ContactCheck;
import chat.moebi.cli.doctor.CookieCheck;
import chat.moebi.cli.doctor.DirectoryCheck;
import chat.moebi.cli.doctor.Finding;
import chat.moebi.cli.doctor.FunctionsCheck;
import chat.moebi.cli.doctor.ProcessCheck;
import chat.moebi.cli.doctor.RegistryCheck;
import chat.moebi.cluster.ClusterSettings;
import chat.moebi.console.Display;
import chat.moebi.cookie.Cookie;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.NodeException;
import chat.moebi.node.Settings;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Checks what a node of the same flags would need, and changes nothing: {@code chat doctor}. */
final class DoctorCommand implements Callable<Integer> {

  private static final String NAME = "chat.name";

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("doctor");
  private final NodeOptions node = new NodeOptions(spec, "");
  private final Option<Boolean> json =
      Option.flag(spec, "--json", "Print JSON Lines: check, status (ok or fault) and text.");

  private DoctorCommand() {}

  /** Describes the command to picocli. */
  static CommandSpec spec() {
    CommandSpec spec = new DoctorCommand().spec;
    spec.usageMessage()
        .description(
            "Checks what a node of the same flags and environment would need: Java, terminal,"
                + " directories, registry, cookie, host, port, contact points, functions; and the nodes"
                + " that run. Prints a line a check: what is well, or a fault and how to mend it.",
            "Changes nothing.");
    Help.addStatuses(
        spec.usageMessage(),
        "0:All is well.",
        "1:A fault.",
        "2:Usage.",
        "74:Standard output could not be written.");
    Help.addExamples(
        spec.usageMessage(),
        "  chat doctor",
        "  chat doctor --name kate --host kate.example --port 2551 --cookie-file cookie",
        "  chat doctor --json | jq -r 'select(.status == \"fault\") | .text'");
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<Finding> findings = findings(ProcessText.environment());
    Display display = StandardStreams.display(false, false); // Its lines are no events.
    for (Finding finding : findings) {
      display.answer(Option.isSet(json) ? jsonOf(finding) : finding.line());
    }
    return findings.stream().anyMatch(Finding::isFault) ? ExitStatus.ERROR : ExitStatus.OK;
  }

  private List<Finding> findings(Map<String, String> environment) throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    findings.add(ProcessCheck.java());
    findings.add(ProcessCheck.terminal(environment));
    Config config;
    try {
      config = node.config(environment);
      Settings.check(config);
    } catch (NodeException e) {
      findings.add(
          Finding.fault("settings", e.getMessage(), "correct the file, the variable or the flag"));
      return findings; // The other checks need valid settings.
    }
    findings.addAll(DirectoryCheck.check(environment, config.getString("chat.log.directory")));
    RegistryCheck registry = RegistryCheck.of(environment);
    findings.add(registry.registry());
    CookieOptions options = node.cookie();
    CookieCheck cookie =
        CookieCheck.of(
            () -> options.ownFile(environment, config),
            () -> options.credentials(environment, config));
    findings.add(cookie.finding());
    findings.addAll(ofAddresses(config, cookie, registry));
    findings.addAll(FunctionsCheck.check(config.getString("chat.functions")));
    findings.addAll(registry.nodes(cookie.credentials()));
    return findings;
  }

  private static List<Finding> ofAddresses(
      Config config, CookieCheck cookie, RegistryCheck registry) {
    Config named =
        config.getString(NAME).isEmpty()
            ? config.withValue(NAME, ConfigValueFactory.fromAnyRef("doctor"))
            : config;
    try {
      // A cookie that is not made yet will be as good as this one, and differ from all others.
      Credentials keys =
          cookie.credentials().orElseGet(() -> Credentials.of(List.of(Cookie.generate())));
      ClusterSettings settings = Settings.from(named, keys).cluster();
      List<Finding> findings = new ArrayList<>(AddressCheck.check(settings, registry.running()));
      findings.addAll(ContactCheck.check(settings, !cookie.finding().isFault()));
      return findings;
    } catch (NodeException e) {
      return List.of(AddressCheck.invalid(e));
    }
  }

  private static String jsonOf(Finding finding) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("check", finding.check())
        .put("status", finding.isFault() ? "fault" : "ok")
        .put("text", finding.text())
        .toString();
  }
}
