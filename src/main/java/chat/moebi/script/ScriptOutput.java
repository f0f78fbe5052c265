package chat.moebi.script;

import chat.moebi.name.NodeName;
import chat.moebi.output.Message;
import chat.moebi.output.Output;
import java.io.IOException;

/** Passes to a script what other nodes send to its label. */
@FunctionalInterface
interface ScriptOutput extends Output {

  /** Sends a response to the script. */
  void send(Response response) throws IOException;

  @Override
  default void show(Message message) throws IOException {
    send(Response.Message.of(message));
  }

  /** Passes a text on of which no more is known. */
  @Override
  default void show(NodeName from, String text) throws IOException {
    send(new Response.Message(from, text, null, null, null, null, null));
  }
}
