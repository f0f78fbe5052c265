/**
 * A chat between nodes: {@link chat.moebi.chat.Chat}, the API for Java programs, and the actors
 * behind it.
 *
 * <p>Begin reading at {@code ChatGuardian}, which spawns the actors of a node. A message's way:
 * {@code Session} - {@code MessageSender} - (wire) - {@code ChatSupervisor} - {@code MessageTask} -
 * {@code OutputWriter}, and its {@code ok} back to the {@code MessageSender}.
 *
 * <p>Other parts of a node, such as processes and the scripts of other hosts, are an {@link
 * chat.moebi.chat.Annex}: an actor that the guardian spawns without knowing what it does.
 */
package chat.moebi.chat;
