/**
 * Lets nodes chat: the supervisor that runs each message as a task, the sender that awaits them,
 * Moebi, and {@link chat.moebi.chat.Chat}, the API for Java programs.
 *
 * <p>A message's way: {@code Session} - {@code MessageSender} - (wire) - {@code ChatSupervisor} -
 * {@code MessageTask} - {@code OutputWriter}, and its {@code ok} back to the {@code MessageSender}.
 * Imports {@code chat.moebi.otp.process} and what stands below it.
 */
package chat.moebi.chat;
