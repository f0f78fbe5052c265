package chat.moebi.console;

import chat.moebi.cluster.Presence;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.output.Message;
import chat.moebi.store.StoredText;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * Shows events as JSON Lines: presence, notes and errors on standard error, all else on standard
 * output. Texts are complete. {@code chat/moebi/events.schema.json} describes each event.
 */
public final class JsonDisplay implements Display {

  private final LineStream out;
  private final LineStream err;
  private final InstantSource clock;

  /** Shows on two streams, which must not swallow errors as a {@code PrintStream} does. */
  public JsonDisplay(OutputStream out, OutputStream err) {
    this(out, err, InstantSource.system());
  }

  JsonDisplay(OutputStream out, OutputStream err, InstantSource clock) {
    this.out = new LineStream(out, false);
    this.err = new LineStream(err, false);
    this.clock = clock;
  }

  /** Shows {@code {"v":1,"event":"ready","time":"...","node":"kate@localhost"}}. */
  @Override
  public void ready(NodeName name) {
    writeAnswer(event("ready").with("node", name));
  }

  /** Shows an event with all that is known of the text. */
  @Override
  public void show(Message message) throws IOException {
    JsonEvent event =
        event("message", message.time())
            .with("id", message.id())
            .with("from", message.from())
            .with("to", message.to());
    message.room().ifPresent(room -> event.with("room", room));
    event.with("text", message.text()).with("automatic", message.isAutomatic());
    message.kept().ifPresent(kept -> addTo(event, kept));
    out.write(event.line());
  }

  private static void addTo(JsonEvent event, Message.Kept kept) {
    event.with("typed", JsonEvent.format(kept.typed()));
    if (kept.isMaybeAgain()) {
      event.with("maybeAgain", true);
    }
  }

  /** Shows a text of which no more is known. */
  @Override
  public void show(NodeName from, String text) throws IOException {
    out.write(event("message").with("from", from).with("text", text).line());
  }

  /** Shows a text of which no more is known. */
  @Override
  public void showAt(NodeName node, NodeName from, String text) throws IOException {
    out.write(event("message").with("from", from).with("to", node).with("text", text).line());
  }

  /** Shows the message, which names the node that it was sent to. */
  @Override
  public void showAt(NodeName node, Message message) throws IOException {
    show(message);
  }

  /** Shows {@code {...,"event":"output",...,"node":"kate@localhost","text":"Hi"}}. */
  @Override
  public void print(NodeName from, String line) throws IOException {
    out.write(event("output").with("node", from).with("text", line).line());
  }

  @Override
  public void printAt(NodeName node, String line) throws IOException {
    print(node, line);
  }

  /** Shows {@code {...,"event":"exit",...,"from":"<kate@localhost.3>","reason":"killed"}}. */
  @Override
  public void exit(String from, String reason) throws IOException {
    out.write(event("exit").with("from", from).with("reason", reason).line());
  }

  /** Shows {@code {...,"event":"answer",...,"text":"<kate@localhost.1>"}}. */
  @Override
  public void answer(String line) {
    writeAnswer(event("answer").with("text", line));
  }

  /** Shows {@code {...,"event":"answer",...,"to":"kate@localhost","text":"ok"}}. */
  @Override
  public void shown(NodeName by) {
    writeAnswer(event("answer").with("to", by).with("text", "ok"));
  }

  /** Shows {@code {...,"event":"kept",...,"to":"kate@localhost","text":"kept for ..."}}. */
  @Override
  public void kept(NodeName recipient, String line) {
    writeAnswer(event("kept").with("to", recipient).with("text", line));
  }

  /** Shows an event like that of the message when it arrived; for own texts with the outcome. */
  @Override
  public void past(List<StoredText> texts) {
    texts.forEach(text -> writeAnswer(past(text)));
  }

  private static JsonEvent past(StoredText text) {
    JsonEvent event = event("message", text.time()).with("id", text.id()).with("from", text.from());
    text.to().ifPresent(to -> event.with("to", to));
    text.room().ifPresent(room -> event.with("room", room));
    event.with("text", text.text()).with("automatic", text.isAutomatic());
    return switch (text.outcome()) {
      case RECEIVED -> event;
      case MAYBE_AGAIN -> event.with("maybeAgain", true);
      case OK, KEPT, FAILED ->
          event.with("outcome", text.outcome().name().toLowerCase(Locale.ROOT));
    };
  }

  /** Shows {@code {...,"event":"answer",...,"room":"#dogs","text":"ok 2"}}. */
  @Override
  public void shown(RoomName room, String line) {
    writeAnswer(event("answer").with("room", room).with("text", line));
  }

  @Override
  public void error(String sentence) {
    writeError(event("error").with("text", sentence));
  }

  /**
   * Shows {@code {...,"event":"error",...,"text":"no connection to bob@localhost","status":68}}.
   */
  @Override
  public void error(String sentence, int status) {
    writeError(event("error").with("text", sentence).with("status", status));
  }

  /** Shows an error with {@code "to":"kate@localhost"}. */
  @Override
  public void notShown(NodeName by, String sentence, int status) {
    writeError(event("error").with("to", by).with("text", sentence).with("status", status));
  }

  /** Shows an error with {@code "room":"#dogs"}. */
  @Override
  public void notShown(RoomName room, String sentence, int status) {
    writeError(event("error").with("room", room).with("text", sentence).with("status", status));
  }

  /** Shows {@code {...,"event":"presence",...,"node":"kate@localhost","change":"left"}}. */
  @Override
  public void presence(Presence presence) {
    writeError(
        event("presence").with("node", presence.node()).with("change", presence.change().word()));
  }

  /** Shows {@code {...,"event":"note",...,"text":"back, with kate@localhost"}}. */
  @Override
  public void note(String sentence) {
    writeError(event("note").with("text", sentence));
  }

  private JsonEvent event(String name) {
    return event(name, clock.instant());
  }

  private static JsonEvent event(String name, Instant time) {
    return new JsonEvent(name, time);
  }

  private void writeAnswer(JsonEvent event) {
    try {
      out.write(event.line());
    } catch (IOException e) {
      throw StreamException.output(e);
    }
  }

  private void writeError(JsonEvent event) {
    try {
      err.write(event.line());
    } catch (IOException e) {
      // Nobody reads standard error.
    }
  }
}
