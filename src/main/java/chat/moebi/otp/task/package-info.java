/**
 * Runs functions as supervised tasks on any node: Elixir's {@code Task} and {@code
 * Task.Supervisor}. Serves the prompt, and Java programs and processes that start tasks.
 *
 * <p>Begin with {@link chat.moebi.otp.task.TaskSupervisor}, how a program starts a task, and {@link
 * chat.moebi.otp.task.Task}, how it awaits the task. Then follow {@code TaskProtocol} to {@code
 * TaskSupervisors}, one actor a node, and {@code FunctionSupervisor}, an actor for each supervisor
 * and the parent of its tasks.
 */
package chat.moebi.otp.task;
