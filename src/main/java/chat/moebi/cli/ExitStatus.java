package chat.moebi.cli;

import chat.moebi.console.Failure;
import chat.moebi.name.NodeException;
import chat.moebi.script.Response.Outcome;

/** The exit statuses of the commands, as in {@code sysexits.h} where it has one. */
final class ExitStatus {

  static final int OK = 0;
  static final int ERROR = 1;
  static final int USAGE = 2;
  static final int TOO_LONG = 65;
  static final int NO_CONNECTION = 68;
  static final int NO_NODE = 69;
  static final int TASK_CRASHED = 70;
  static final int NAME_TAKEN = 73;
  static final int STREAM = 74;
  static final int UNCONFIRMED = 75;
  static final int DIFFERENT_COOKIE = 77;
  static final int BAD_CONFIGURATION = 78;
  static final int INTERRUPTED = 130;

  private ExitStatus() {}

  static int of(NodeException failure) {
    return switch (failure.reason()) {
      case INVALID -> USAGE;
      case NAME_TAKEN -> NAME_TAKEN;
      case DIFFERENT_COOKIE -> DIFFERENT_COOKIE;
      case BAD_CONFIGURATION -> BAD_CONFIGURATION;
      case FAILED -> ERROR;
    };
  }

  static int of(Failure failure) {
    return failure.status();
  }

  static int of(Outcome outcome) {
    return switch (outcome) {
      case COMPLETED, KEPT -> OK;
      case NO_CONNECTION -> NO_CONNECTION;
      case NO_ANSWER, BUSY -> UNCONFIRMED;
      case FAILED -> TASK_CRASHED;
      case TOO_LONG -> TOO_LONG;
      case DIFFERENT_COOKIE -> DIFFERENT_COOKIE;
      case BAD_NAME -> USAGE;
    };
  }
}
