package chat.moebi.store;

import chat.moebi.name.NodeName;

/** Chooses the database that the settings name. */
final class Dialects {

  private Dialects() {}

  static Dialect of(StoreSettings settings, NodeName self) {
    return settings.isShared()
        ? new PostgresDialect(settings.url(), self)
        : new SqliteDialect(new SqliteFile(() -> settings.file(self)));
  }
}
