/**
 * Processes as on the BEAM, for Java programs and the prompt: {@link chat.moebi.otp.process.Pid},
 * spawn, links, monitors, exit reasons, mailboxes with selective receive, and group leaders.
 *
 * <pre>
 *   ShellProcess    the process of a program or of the prompt, with its ShellActor
 *       |
 *   ProcessRouter   one per node: spawns processes, and passes on every Signal;
 *       |           its RemoteNodes keeps the links between nodes
 *   ProcessActor    one per process: runs its function in Steps, with a Mailbox
 *       |
 *   OutputWriter    the output of the node, to which a LinePrinter writes
 * </pre>
 *
 * <p>To write a function, begin with {@link chat.moebi.otp.process.ProcessFunction}, {@link
 * chat.moebi.otp.process.Self} and {@link chat.moebi.otp.process.Next}.
 */
package chat.moebi.otp.process;
