package chat.moebi.script;

/** Shows what comes while a script waits. */
public interface ScriptDisplay {

  /** Shows a text that a node has sent to the script's label. */
  void show(Response.Message message);

  /** Shows a notice. */
  void note(String sentence);

  /** Takes the reason why a node has refused this script. */
  void refused(String sentence);
}
