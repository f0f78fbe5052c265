package chat.moebi.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The parts that the help of several commands has. */
final class Help {

  private Help() {}

  /** Adds a command's exit statuses, each as {@code STATUS:MEANING}. */
  static void addStatuses(UsageMessageSpec help, String... statuses) {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (String status : statuses) {
      String[] parts = status.split(":", 2);
      meanings.put(parts[0], parts[1]);
    }
    help.exitCodeListHeading("%nExit status:%n").exitCodeList(meanings);
  }

  /** Adds examples at the end: command lines, indented by two blanks, and words on them. */
  static void addExamples(UsageMessageSpec help, String... lines) {
    help.footerHeading("%nExamples:%n").footer(lines);
  }
}
