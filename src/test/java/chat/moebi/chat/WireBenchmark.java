package chat.moebi.chat;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.serialization.ByteBufferSerializer;
import akka.serialization.Serialization;
import akka.serialization.Serialization$;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import chat.moebi.bench.LoneNode;
import chat.moebi.chat.ChatProtocol.Done;
import chat.moebi.chat.ChatProtocol.ReceiveMessages;
import chat.moebi.chat.ChatProtocol.Replies;
import chat.moebi.name.NodeName;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures how long it takes to serialize and to deserialize the two messages of a text. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WireBenchmark {

  /** Serializes and deserializes messages as Akka's connections do, through a reused buffer. */
  private static final class Wire {
    private final ExtendedActorSystem system;
    private final Serialization serialization;
    private final Object message;
    private final Serializer serializer;
    private final String manifest;
    private final ByteBuffer buffer = ByteBuffer.allocate(2 * Session.MAX_TEXT_BYTES);

    Wire(Chat chat, Object message) {
      this.system = (ExtendedActorSystem) chat.system().classicSystem();
      this.serialization = SerializationExtension.get(system);
      this.message = message;
      this.serializer = serialization.findSerializerFor(message);
      this.manifest = Serializers.manifestFor(serializer, message);
      write();
    }

    int write() {
      return Serialization$.MODULE$.withTransportInformation( // The static method is hidden.
          system,
          () -> {
            buffer.clear();
            if (serializer instanceof ByteBufferSerializer direct) {
              direct.toBinary(message, buffer);
            } else {
              buffer.put(serializer.toBinary(message));
            }
            buffer.flip();
            return buffer.limit();
          });
    }

    Object read() throws NotSerializableException {
      buffer.rewind();
      return serialization.deserializeByteBuffer(buffer, serializer.identifier(), manifest);
    }
  }

  /** A text for another node, with the actor to answer to. */
  @State(Scope.Benchmark)
  public static class Text {

    /** The length of the text. */
    @Param({"2", "4096"})
    public int bytes;

    private Wire wire;

    /** Serializes the text for the first time. */
    @Setup
    public void write(LoneNode node) {
      Chat chat = node.chat();
      String sender = chat.system().address() + "/user/" + MessageSender.ACTOR + "#1";
      ActorRef<Replies> replyTo = ActorRefResolver.get(chat.system()).resolveActorRef(sender);
      Endpoint kate = Endpoint.of(NodeName.parse("kate@localhost"));
      String text = "x".repeat(bytes);
      wire =
          new Wire(
              chat,
              new ReceiveMessages(
                  Endpoint.of(chat.name()),
                  kate,
                  replyTo,
                  List.of(ChatProtocol.Text.of(1, Content.of(text)))));
    }
  }

  /** The answer to a text. */
  @State(Scope.Benchmark)
  public static class OneDone {

    private Wire wire;

    /** Serializes the answer for the first time. */
    @Setup
    public void write(LoneNode node) {
      wire = new Wire(node.chat(), new Replies(List.of(new Done(1))));
    }
  }

  @Benchmark
  public int writeText(Text text) {
    return text.wire.write();
  }

  @Benchmark
  public Object readText(Text text) throws NotSerializableException {
    return text.wire.read();
  }

  @Benchmark
  public int writeDone(OneDone answer) {
    return answer.wire.write();
  }

  @Benchmark
  public Object readDone(OneDone answer) throws NotSerializableException {
    return answer.wire.read();
  }
}
