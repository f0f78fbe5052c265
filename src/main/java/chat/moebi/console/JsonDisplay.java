package chat.moebi.console;

import chat.moebi.name.NodeName;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Shows events as JSON Lines, on the streams on which lines for people would stand. Their {@code
 * event} is ready, message, output, exit or answer; error or note. Texts are as they were written;
 * what is not printable ASCII is escaped, so that a terminal that shows them is as safe as with
 * lines for people.
 */
public final class JsonDisplay implements Display {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final LineStream out;
  private final LineStream err;

  /** Shows on the given streams, which must not swallow errors as a {@code PrintStream} does. */
  public JsonDisplay(OutputStream out, OutputStream err) {
    this.out = new LineStream(out);
    this.err = new LineStream(err);
  }

  /** Shows an event: {@code {"event":"ready","node":"kate@localhost"}}. */
  @Override
  public void ready(NodeName name) {
    tell("ready", "node", name.toString());
  }

  /** Shows an event: {@code {"event":"message","from":"alex@localhost","text":"hi"}}. */
  @Override
  public void show(NodeName from, String text) throws IOException {
    out.write(json("message", "from", from.toString(), "text", text));
  }

  @Override
  public void showAt(NodeName node, NodeName from, String text) throws IOException {
    out.write(json("message", "node", node.toString(), "from", from.toString(), "text", text));
  }

  /** Shows an event: {@code {"event":"output","node":"kate@localhost","text":"Hi"}}. */
  @Override
  public void print(NodeName from, String line) throws IOException {
    out.write(json("output", "node", from.toString(), "text", line));
  }

  @Override
  public void printAt(NodeName node, String line) throws IOException {
    print(node, line);
  }

  /** Shows an event: {@code {"event":"exit","from":"<kate@localhost.3>","reason":"killed"}}. */
  @Override
  public void exit(String from, String reason) throws IOException {
    out.write(json("exit", "from", from, "reason", reason));
  }

  /** Shows an event: {@code {"event":"answer","text":"ok"}}. */
  @Override
  public void answer(String line) {
    tell("answer", "text", line);
  }

  /** Shows an event: {@code {"event":"note","text":"kate@localhost left"}}. */
  @Override
  public void note(String sentence) {
    complain("note", sentence);
  }

  /** Shows an event: {@code {"event":"error","text":"no connection to nobody@localhost"}}. */
  @Override
  public void error(String sentence) {
    complain("error", sentence);
  }

  private void tell(String event, String key, String value) {
    try {
      out.write(json(event, key, value));
    } catch (IOException e) {
      throw StreamException.output(e);
    }
  }

  private void complain(String event, String sentence) {
    try {
      err.write(json(event, "text", sentence));
    } catch (IOException e) {
      // Nobody reads it.
    }
  }

  private static String json(String event, String... keysAndValues) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("event", event);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return JSON.writeValueAsString(fields).replace("\u007f", "\\u007f"); // Which is ASCII.
  }
}
