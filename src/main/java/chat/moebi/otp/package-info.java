/**
 * The first half of the lesson, an annex of the chat: processes and tasks, on this node and on
 * others.
 *
 * <p>Serves the prompt and Java programs: {@code Otp.of(chat).process()} is the program's own
 * process, {@code Otp.of(chat).tasks()} runs supervised tasks. Begin reading at {@link
 * chat.moebi.otp.Otp}.
 */
package chat.moebi.otp;
