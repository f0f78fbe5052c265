/**
 * Gives what processes are on the BEAM: {@link chat.moebi.otp.process.Pid}, spawn, link, monitor,
 * exit reasons, a mailbox with selective receive, and a group leader.
 *
 * <pre>
 *   ShellProcess                        the process of a program outside the actors, or of the prompt
 *       |
 *   ProcessRouter  ==Signal==  ProcessRouter  one a node: spawns, and passes every signal on
 *       |                      |
 *   ProcessActor           ProcessActor  one a process: runs its function, step by step
 *       |
 *   OutputWriter                      what processes print, and what other nodes send
 * </pre>
 *
 * <p>Whoever writes a function needs {@link chat.moebi.otp.process.ProcessFunction}, {@link
 * chat.moebi.otp.process.Self} and {@link chat.moebi.otp.process.Next}. Imports {@code
 * chat.moebi.otp.function} and what stands below it.
 */
package chat.moebi.otp.process;
