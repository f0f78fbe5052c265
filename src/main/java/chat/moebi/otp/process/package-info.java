/**
 * Processes as on the BEAM: {@link chat.moebi.otp.process.Pid}, spawn, links, monitors, exit
 * reasons, mailboxes with selective receive, and group leaders.
 *
 * <pre>
 *   ShellProcess    the process of a program or of the prompt, with its ShellActor
 *       |
 *   ProcessRouter   one for each node: spawns processes, and routes every Signal;
 *       |           its RemoteNodes keeps the links between nodes
 *   ProcessActor    one for each process: runs its function in Steps, with a Mailbox and Links
 *       |
 *   OutputWriter    the output of the node, to which a LinePrinter writes
 * </pre>
 *
 * <p>A function needs {@link chat.moebi.otp.process.ProcessFunction}, {@link
 * chat.moebi.otp.process.Self} and {@link chat.moebi.otp.process.Next}.
 */
package chat.moebi.otp.process;
