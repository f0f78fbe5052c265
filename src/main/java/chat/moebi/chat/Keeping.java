package chat.moebi.chat;

import chat.moebi.store.Store;

/**
 * What a chat keeps beyond each of its ActorSystems.
 *
 * @param store what rests on disk
 * @param shown the texts that this node has shown
 * @param diversions the recipients whose texts wait for the outbox
 */
record Keeping(Store store, ShownTexts shown, Diversions diversions) {

  static Keeping in(Store store) {
    return new Keeping(store, new ShownTexts(store), new Diversions());
  }
}
