package chat.moebi.chat;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.ByteBufferSerializer;
import akka.serialization.SerializerWithStringManifest;
import chat.moebi.chat.ChatProtocol.Answer;
import chat.moebi.chat.ChatProtocol.Crashed;
import chat.moebi.chat.ChatProtocol.Done;
import chat.moebi.chat.ChatProtocol.NotHere;
import chat.moebi.chat.ChatProtocol.ReceiveMessage;
import chat.moebi.chat.ChatProtocol.ReceiveMessages;
import chat.moebi.chat.ChatProtocol.Refused;
import chat.moebi.chat.ChatProtocol.Replies;
import chat.moebi.chat.ChatProtocol.Reply;
import chat.moebi.node.NodeName;
import java.io.NotSerializableException;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes and reads the messages of the chat, of which there are many more than of all others: by
 * hand, since Jackson took a third of the time. What a batch has in common it has once.
 */
public final class ChatSerializer extends SerializerWithStringManifest
    implements ByteBufferSerializer {

  private static final int IDENTIFIER = 0x63686174;

  private static final String MESSAGE = "m";
  private static final String MESSAGES = "M";
  private static final String REPLY = "r";
  private static final String REPLIES = "R";

  /** What a message has in common with the one before it. */
  private static final int SAME_SENDER = 1;

  private static final int SAME_RECIPIENT = 2;
  private static final int SAME_REPLY_TO = 4;
  private static final int AUTOMATIC = 8;

  private static final byte DONE = 0;
  private static final byte CRASHED = 1;
  private static final byte REFUSED = 2;
  private static final byte NOT_HERE = 3;

  private static final int FIRST_SIZE = 1024;

  private final ActorRefResolver resolver;

  /** Called by Akka. */
  public ChatSerializer(ExtendedActorSystem system) {
    this.resolver = ActorRefResolver.get(Adapter.toTyped(system));
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    if (message instanceof ReceiveMessage) {
      return MESSAGE;
    } else if (message instanceof ReceiveMessages) {
      return MESSAGES;
    } else if (message instanceof Reply) {
      return REPLY;
    } else if (message instanceof Replies) {
      return REPLIES;
    }
    throw new IllegalArgumentException("no message of the chat: " + message.getClass().getName());
  }

  @Override
  public byte[] toBinary(Object message) {
    ByteBuffer buffer = ByteBuffer.allocate(FIRST_SIZE);
    while (true) {
      try {
        toBinary(message, buffer);
        return Arrays.copyOf(buffer.array(), buffer.position());
      } catch (BufferOverflowException e) {
        buffer = ByteBuffer.allocate(2 * buffer.capacity());
      }
    }
  }

  @Override
  public void toBinary(Object message, ByteBuffer buffer) {
    if (message instanceof ReceiveMessage one) {
      write(buffer, one, null);
    } else if (message instanceof ReceiveMessages all) {
      buffer.putInt(all.messages().size());
      ReceiveMessage last = null;
      for (ReceiveMessage next : all.messages()) {
        write(buffer, next, last);
        last = next;
      }
    } else if (message instanceof Reply one) {
      write(buffer, one);
    } else if (message instanceof Replies all) {
      buffer.putInt(all.replies().size());
      all.replies().forEach(reply -> write(buffer, reply));
    }
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    return fromBinary(ByteBuffer.wrap(bytes), manifest);
  }

  @Override
  public Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
    try {
      return switch (manifest) {
        case MESSAGE -> readMessage(buffer, null);
        case MESSAGES -> readMessages(buffer);
        case REPLY -> readReply(buffer);
        case REPLIES -> readReplies(buffer);
        default -> throw new NotSerializableException("unknown: " + manifest);
      };
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new NotSerializableException("no message of the chat: " + e);
    }
  }

  private void write(ByteBuffer buffer, ReceiveMessage message, ReceiveMessage last) {
    boolean sameSender = last != null && last.from().equals(message.from());
    boolean sameRecipient = last != null && last.to().equals(message.to());
    boolean sameReplyTo = last != null && last.replyTo().equals(message.replyTo());
    buffer.put(
        (byte)
            ((sameSender ? SAME_SENDER : 0)
                | (sameRecipient ? SAME_RECIPIENT : 0)
                | (sameReplyTo ? SAME_REPLY_TO : 0)
                | (message.automatic() ? AUTOMATIC : 0)));
    buffer.putLong(message.id());
    if (!sameSender) {
      write(buffer, message.from());
    }
    if (!sameRecipient) {
      write(buffer, message.to());
    }
    if (!sameReplyTo) {
      write(buffer, resolver.toSerializationFormat(message.replyTo()));
    }
    write(buffer, message.text());
  }

  private ReceiveMessages readMessages(ByteBuffer buffer) {
    int count = buffer.getInt();
    List<ReceiveMessage> messages = new ArrayList<>();
    ReceiveMessage last = null;
    for (int i = 0; i < count; i++) {
      last = readMessage(buffer, last);
      messages.add(last);
    }
    return new ReceiveMessages(messages);
  }

  private ReceiveMessage readMessage(ByteBuffer buffer, ReceiveMessage last) {
    byte flags = buffer.get();
    if (last == null && (flags & (SAME_SENDER | SAME_RECIPIENT | SAME_REPLY_TO)) != 0) {
      throw new IllegalArgumentException("nothing comes before it");
    }
    long id = buffer.getLong();
    Endpoint from = (flags & SAME_SENDER) != 0 ? last.from() : readEndpoint(buffer);
    Endpoint to = (flags & SAME_RECIPIENT) != 0 ? last.to() : readEndpoint(buffer);
    ActorRef<Answer> replyTo =
        (flags & SAME_REPLY_TO) != 0 ? last.replyTo() : resolver.resolveActorRef(readText(buffer));
    String text = readText(buffer);
    return new ReceiveMessage(id, from, to, text, (flags & AUTOMATIC) != 0, replyTo);
  }

  private static void write(ByteBuffer buffer, Endpoint endpoint) {
    write(buffer, endpoint.name().toString());
    write(buffer, endpoint.name().equals(endpoint.node()) ? "" : endpoint.node().toString());
    buffer.putLong(endpoint.session());
  }

  private static Endpoint readEndpoint(ByteBuffer buffer) {
    NodeName name = NodeName.parse(readText(buffer));
    String node = readText(buffer);
    return new Endpoint(name, node.isEmpty() ? name : NodeName.parse(node), buffer.getLong());
  }

  private static void write(ByteBuffer buffer, Reply reply) {
    if (reply instanceof Crashed crashed) {
      buffer.put(CRASHED).putLong(reply.id());
      write(buffer, crashed.reason());
    } else {
      byte kind = reply instanceof Done ? DONE : reply instanceof Refused ? REFUSED : NOT_HERE;
      buffer.put(kind).putLong(reply.id());
    }
  }

  private static Replies readReplies(ByteBuffer buffer) {
    int count = buffer.getInt();
    List<Reply> replies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      replies.add(readReply(buffer));
    }
    return new Replies(replies);
  }

  private static Reply readReply(ByteBuffer buffer) {
    byte kind = buffer.get();
    long id = buffer.getLong();
    return switch (kind) {
      case DONE -> new Done(id);
      case CRASHED -> new Crashed(id, readText(buffer));
      case REFUSED -> new Refused(id);
      case NOT_HERE -> new NotHere(id);
      default -> throw new IllegalArgumentException("reply of kind " + kind);
    };
  }

  private static void write(ByteBuffer buffer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    buffer.putInt(bytes.length).put(bytes);
  }

  private static String readText(ByteBuffer buffer) {
    int length = buffer.getInt();
    if (length < 0 || length > buffer.remaining()) {
      throw new IllegalArgumentException("a text of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
