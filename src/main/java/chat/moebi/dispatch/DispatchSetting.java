package chat.moebi.dispatch;

import akka.dispatch.DispatcherPrerequisites;

/** The setting {@code chat.dispatch}. */
final class DispatchSetting {

  private DispatchSetting() {}

  /** Returns whether the setting is {@code spinning} in the configuration of an ActorSystem. */
  static boolean isSpinning(DispatcherPrerequisites prerequisites) {
    return prerequisites.settings().config().getString("chat.dispatch").equals("spinning");
  }
}
