package chat.moebi.chat;

import chat.moebi.store.Store;

/**
 * What a chat keeps beyond each of its ActorSystems.
 *
 * @param store what rests on disk
 * @param shown the texts that this node has shown
 * @param rooms the rooms that this node and others were in
 * @param diversions the recipients whose texts wait for the outbox
 */
record Keeping(Store store, ShownTexts shown, RoomMemory rooms, Diversions diversions) {

  static Keeping in(Store store, RoomMemory rooms) {
    return new Keeping(store, new ShownTexts(store), rooms, new Diversions());
  }
}
