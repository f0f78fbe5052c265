package chat.moebi.console;

import chat.moebi.name.NodeName;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Shows events as JSON Lines, each on the stream that its line for people would be on. Texts are
 * complete; characters other than printable ASCII are escaped, so that a terminal may show them.
 */
public final class JsonDisplay implements Display {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final LineStream out;
  private final LineStream err;

  /** Shows on two streams, which must not swallow errors as a {@code PrintStream} does. */
  public JsonDisplay(OutputStream out, OutputStream err) {
    this.out = new LineStream(out, false);
    this.err = new LineStream(err, false);
  }

  /** Shows {@code {"event":"ready","node":"kate@localhost"}}. */
  @Override
  public void ready(NodeName name) {
    writeAnswer("ready", "node", name.toString());
  }

  /** Shows {@code {"event":"message","from":"alex@localhost","text":"hi"}}. */
  @Override
  public void show(NodeName from, String text) throws IOException {
    out.write(json("message", "from", from.toString(), "text", text));
  }

  @Override
  public void showAt(NodeName node, NodeName from, String text) throws IOException {
    out.write(json("message", "node", node.toString(), "from", from.toString(), "text", text));
  }

  /** Shows {@code {"event":"output","node":"kate@localhost","text":"Hi"}}. */
  @Override
  public void print(NodeName from, String line) throws IOException {
    out.write(json("output", "node", from.toString(), "text", line));
  }

  @Override
  public void printAt(NodeName node, String line) throws IOException {
    print(node, line);
  }

  /** Shows {@code {"event":"exit","from":"<kate@localhost.3>","reason":"killed"}}. */
  @Override
  public void exit(String from, String reason) throws IOException {
    out.write(json("exit", "from", from, "reason", reason));
  }

  /** Shows {@code {"event":"answer","text":"ok"}}. */
  @Override
  public void answer(String line) {
    writeAnswer("answer", "text", line);
  }

  /** Shows {@code {"event":"error","text":"no connection to nobody@localhost"}}. */
  @Override
  public void error(String sentence) {
    writeError("error", sentence);
  }

  /** Shows {@code {"event":"note","text":"kate@localhost left"}}. */
  @Override
  public void note(String sentence) {
    writeError("note", sentence);
  }

  private void writeAnswer(String event, String key, String value) {
    try {
      out.write(json(event, key, value));
    } catch (IOException e) {
      throw StreamException.output(e);
    }
  }

  private void writeError(String event, String sentence) {
    try {
      err.write(json(event, "text", sentence));
    } catch (IOException e) {
      // Nobody reads standard error.
    }
  }

  private static String json(String event, String... keysAndValues) throws IOException {
    ObjectNode fields = JSON.createObjectNode().put("event", event);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return JSON.writeValueAsString(fields).replace("\u007f", "\\u007f"); // DEL is ASCII.
  }
}
