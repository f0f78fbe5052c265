package chat.moebi.chat;

import chat.moebi.node.NodeName;

/**
 * Answers what is written to a node in that node's stead, as Moebi does, who is a dog and cannot
 * type. Which names have a persona, and what each says, is in {@code chat.personas}.
 */
@FunctionalInterface
interface Persona {

  /** Returns the answer to a text. */
  String answer(NodeName sender, String text);

  /** Makes a persona that says the same to everything: Moebi's only wish is {@code chicken?}. */
  static Persona saying(String words) {
    return (sender, text) -> words;
  }
}
