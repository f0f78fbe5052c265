/**
 * Runs functions as supervised tasks on any node: what Elixir's {@code Task} and {@code
 * Task.Supervisor} do.
 *
 * <p>{@link chat.moebi.otp.task.TaskSupervisor} is how a program or a process sees a supervisor, by
 * its name and its node's; {@link chat.moebi.otp.task.Task} is what it awaits. Behind them stand
 * {@code TaskSupervisors}, one a node, with an actor a supervisor, and the tasks: processes that
 * are started with {@link chat.moebi.otp.task.TaskChildren}, like those of the chat's messages.
 *
 * <p>Imports {@code chat.moebi.otp.process} and what stands below it.
 */
package chat.moebi.otp.task;
