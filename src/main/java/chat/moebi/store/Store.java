package chat.moebi.store;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What a node keeps on disk. Each method but {@link #close} returns at once; the work is done in
 * the order of the calls, on one thread, and its results are completed on that thread. Work that is
 * queued before {@link #open} waits for it. Thread-safe.
 *
 * <p>While the database cannot be used, {@link #fault} says why, and the user gets one note.
 * Queries then fail with a {@link StoreException}, and {@link #keep} refuses; what is only to be
 * remembered waits in memory, within a bound, until the database can be used again.
 */
public final class Store implements AutoCloseable {

  private static final String OFF = "history is off; start the node with --history on";

  private final boolean isShared;
  private final StoreThread thread;
  private final TextsTable texts;
  private final KeptTable kept;
  private final NodesTables nodes = new NodesTables();
  private final ShownTables shown;

  /** The nodes that are remembered already: most are met again and again. */
  private final Set<NodeName> met = ConcurrentHashMap.newKeySet();

  private Store(
      boolean isShared, StoreThread thread, TextsTable texts, KeptTable kept, ShownTables shown) {
    this.isShared = isShared;
    this.thread = thread;
    this.texts = texts;
    this.kept = kept;
    this.shown = shown;
  }

  /**
   * Returns the store of a node; nothing is opened yet.
   *
   * @param onNote gets notes for the user, on the store's thread
   */
  public static Store of(StoreSettings settings, NodeName self, Consumer<String> onNote) {
    Dialect dialect = Dialects.of(settings, self);
    ShownTables shown = new ShownTables();
    KeptTable kept = new KeptTable(settings, self);
    GroupCommit commit = new GroupCommit(new Database(dialect, self), onNote, kept::forget);
    return new Store(
        settings.isShared(),
        new StoreThread(
            commit,
            new Maintenance(dialect, settings),
            new LeftOutTexts(onNote, shown::textsLeftOut)),
        new TextsTable(dialect, self),
        kept,
        shown);
  }

  /** Returns a store for a node of which nothing rests on disk. */
  public static Store none() {
    return new Store(
        false,
        StoreThread.none(OFF),
        new TextsTable(null, null),
        new KeptTable(null, null),
        new ShownTables());
  }

  /** Begins to open the database; to be called once, when the node is ready. */
  public void open() {
    thread.start();
  }

  /** Completes with true when the database is open, or with false when it failed to open. */
  public CompletionStage<Boolean> whenOpen() {
    return thread.whenOpen();
  }

  /** Returns why the database cannot be used now; empty if it can, or is not open yet. */
  public Optional<String> fault() {
    return thread.fault();
  }

  /** Whether other nodes use the same database, and find there what is kept for them. */
  public boolean isShared() {
    return isShared;
  }

  /**
   * Remembers a text, soon. One text of an id is remembered; the last outcome counts. When too many
   * texts wait to be written, this text is left out, and a note counts those left out.
   */
  public void record(StoredText text) {
    thread.offer(text.text().length(), sql -> texts.write(sql, text));
  }

  /** Returns the last texts of the past that pass the filter, the oldest first. */
  public CompletionStage<List<StoredText>> history(TextFilter filter) {
    return thread.read(sql -> texts.last(sql, filter));
  }

  /**
   * Returns the last texts that contain each of the words, whatever their case, and pass the
   * filter; the oldest first.
   */
  public CompletionStage<List<StoredText>> search(String words, TextFilter filter) {
    return thread.read(sql -> texts.search(sql, words, filter));
  }

  /** Notes that an ActorSystem of this node has started, with its incarnation. */
  public void started(long incarnation) {
    thread.later(sql -> shown.started(sql, incarnation));
  }

  /** Notes that an ActorSystem has ended and all that it has shown was recorded. */
  public void ended(long incarnation) {
    thread.later(sql -> shown.ended(sql, incarnation));
  }

  /**
   * Returns whether this node has shown a text.
   *
   * @param attempted the incarnation of this node that the text was sent to before; 0 if none
   */
  public CompletionStage<Shown> shown(UUID id, long attempted) {
    return thread
        .write(sql -> shown.shown(sql, id, attempted))
        .exceptionally(e -> ShownTables.unrecorded(attempted));
  }

  /**
   * Notes that a text is about to be shown: if this process dies before {@link #recordShown}, it is
   * unknown whether the text was shown. Completes when that is on disk; with false if it could not
   * be written.
   */
  public CompletionStage<Boolean> showing(UUID id) {
    return thread.isWritten(sql -> shown.showing(sql, id));
  }

  /**
   * Records a text that was shown, and its number; completes when both are on disk, or with false
   * if they could not be written.
   *
   * @param number the sender's number of the text for this node; 0 if it has none
   */
  public CompletionStage<Boolean> recordShown(StoredText text, long number) {
    return thread.isWritten(
        sql -> {
          texts.write(sql, text);
          shown.shown(sql, text, number);
        });
  }

  /** Returns the highest number of a sender's text that this node has shown; 0 if none. */
  public CompletionStage<Long> lastShown(NodeName from) {
    return thread.read(sql -> shown.lastNumber(sql, from));
  }

  /**
   * Keeps a text; completes when it is on disk. An own text without a number gets the next one for
   * its recipient. A text that is kept already stays as it is.
   */
  public CompletionStage<Kept> keep(KeptText text) {
    return thread
        .write(sql -> kept.keep(sql, text))
        .exceptionally(e -> new Kept.Refused(StoreThread.reason(e)));
  }

  /** Notes that an incarnation of the recipient may have shown these texts, soon. */
  public void attempted(NodeName to, Collection<UUID> ids, long incarnation) {
    thread.later(sql -> kept.attempted(sql, to, ids, incarnation));
  }

  /**
   * Drops kept texts: they are shown, refused for good, or forgotten. Completes when that is on
   * disk. In a shared database, texts for this node itself are dropped wherever they come from.
   */
  public CompletionStage<Void> settle(NodeName to, Collection<UUID> ids) {
    return thread.write(sql -> kept.settle(sql, to, ids));
  }

  /** Returns the texts kept for a node, in the order of their senders and numbers. */
  public CompletionStage<List<KeptText>> kept(NodeName to) {
    return thread.read(sql -> kept.of(sql, to));
  }

  /** Returns this node's first texts that are kept for a node, in the order of their numbers. */
  public CompletionStage<List<KeptText>> ownKept(NodeName to, int limit) {
    return thread.read(sql -> kept.own(sql, to, limit));
  }

  /** Returns the ids of this node's texts that are kept for each node, in the order of numbers. */
  public CompletionStage<Map<NodeName, List<UUID>>> ownKeptIds() {
    return thread.read(kept::ownIds);
  }

  /** Returns all texts that this node keeps, in the order of recipients, senders and numbers. */
  public CompletionStage<List<KeptText>> allKept() {
    return thread.read(kept::all);
  }

  /** Returns the texts for this node that others keep in a shared database, in the same order. */
  public CompletionStage<List<KeptText>> keptByOthers() {
    return thread.read(kept::byOthers);
  }

  /** Drops the texts that were typed before a time, and returns them. */
  public CompletionStage<List<KeptText>> expire(Instant before) {
    return thread.write(sql -> kept.expire(sql, before));
  }

  /** Remembers a node that was met, soon. */
  public void met(NodeName node) {
    if (met.add(node)) {
      thread.later(sql -> nodes.met(sql, node));
    }
  }

  /** Whether a node was ever met. */
  public CompletionStage<Boolean> hasMet(NodeName node) {
    return thread.read(sql -> nodes.hasMet(sql, node));
  }

  /** Remembers the rooms that a node is in now, soon; the node may be this one. */
  public void rooms(NodeName node, Set<RoomName> rooms) {
    thread.later(sql -> nodes.rooms(sql, node, rooms));
  }

  /** Returns the rooms that each node was in last; nodes in no room are left out. */
  public CompletionStage<Map<NodeName, Set<RoomName>>> rooms() {
    return thread.read(nodes::rooms);
  }

  /** Writes what is queued and closes the database, within a few seconds. */
  @Override
  public void close() {
    thread.later(shown::endedAll);
    thread.close();
  }
}
