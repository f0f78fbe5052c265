package chat.moebi.chat;

import chat.moebi.chat.ChatProtocol.Done;
import chat.moebi.chat.ChatProtocol.NotHere;
import chat.moebi.chat.ChatProtocol.NotYet;
import chat.moebi.chat.ChatProtocol.ReceiveMessages;
import chat.moebi.chat.ChatProtocol.Refused;
import chat.moebi.chat.ChatProtocol.Reply;
import chat.moebi.chat.ChatProtocol.Text;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.output.Receiver;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Decides which of the texts that arrive are shown, and holds these until they are answered. For
 * the thread of the {@link ChatSupervisor}.
 */
final class ReceivedTexts {

  private final NodeName node;
  private final ChatSettings settings;
  private final LongFunction<Optional<Receiver>> receivers;
  private final Predicate<RoomName> isInRoom;
  private final BooleanSupplier areRoomsKnown;
  private final ShownTexts shown;
  private final ReceiveOrder arrivals = new ReceiveOrder();
  private final TextOrder order = new TextOrder();

  /** The texts to the node itself that are not answered yet. */
  private final Map<UUID, RunningText> own = new HashMap<>();

  private int count;
  private long bytes;

  /**
   * Creates an empty collection.
   *
   * @param receivers finds what takes the texts of an open session
   * @param isInRoom whether the node is in a room
   * @param areRoomsKnown whether the node is in all rooms that it was in when it ended
   */
  ReceivedTexts(
      NodeName node,
      ChatSettings settings,
      LongFunction<Optional<Receiver>> receivers,
      Predicate<RoomName> isInRoom,
      BooleanSupplier areRoomsKnown,
      ShownTexts shown) {
    this.node = node;
    this.settings = settings;
    this.receivers = receivers;
    this.isInRoom = isInRoom;
    this.areRoomsKnown = areRoomsKnown;
    this.shown = shown;
  }

  /**
   * Takes a text, and reserves its place in the output.
   *
   * @param reply takes the reply to a text that is not shown now
   * @return the text if it is to be shown; empty as well if the same text is being shown now, whose
   *     reply this one gets too
   */
  Optional<RunningText> accept(ReceiveMessages all, Text text, Consumer<Reply> reply) {
    Optional<Receiver> receiver = receiver(all);
    boolean isEarly = isOutOfRoom(text) && !areRoomsKnown.getAsBoolean();
    boolean isNext = !isEarly && arrivals.isNext(all.replyTo(), text);
    boolean isOwn = all.to().session() == Endpoint.OWN;
    if (!isForThisNode(all.to()) || receiver.isEmpty()) {
      reply.accept(new NotHere(text.id(), false));
    } else if (!isNext) {
      reply.accept(new NotYet(text.id()));
    } else if (isOwn && own.containsKey(text.message())) {
      own.get(text.message()).join(all.replyTo(), text.id());
    } else if (isOwn && shown.contains(text.message())) {
      reply.accept(new Done(text.id()));
    } else if (isOutOfRoom(text)) {
      reply.accept(new NotHere(text.id(), true));
    } else if (isFull(text)) {
      reply.accept(new Refused(text.id()));
    } else {
      return Optional.of(add(all, text, receiver.get(), isOwn));
    }
    return Optional.empty();
  }

  // Of a text that was kept it is first found out whether it was shown before; see hasLeft().
  private boolean isOutOfRoom(Text text) {
    return text.resent() == null && hasLeft(text);
  }

  /** Whether a text is for a room that this node is not in. */
  boolean hasLeft(Text text) {
    return text.room() != null && !isInRoom.test(text.room());
  }

  /** Returns what takes the texts of the session that some texts are for, if it is open. */
  Optional<Receiver> receiver(ReceiveMessages all) {
    return receivers.apply(all.to().session());
  }

  /** Forgets a text that is answered. */
  void remove(RunningText text) {
    count--;
    bytes -= text.bytes();
    own.remove(text.content.id(), text);
    text.place.skip();
  }

  private RunningText add(ReceiveMessages all, Text text, Receiver receiver, boolean isOwn) {
    RunningText added =
        new RunningText(all, text, text.content(), receiver, order.reserve(all.from(), receiver));
    count++;
    bytes += added.bytes();
    if (isOwn) {
      own.put(added.content.id(), added);
    }
    return added;
  }

  // The address of this node can be that of a former node, whose messages are not for this one.
  private boolean isForThisNode(Endpoint to) {
    return settings.isLocal() || to.node().equals(node);
  }

  private boolean isFull(Text text) {
    return count >= settings.maxTasks()
        || bytes + RunningText.bytes(text) > settings.maxTaskBytes();
  }
}
