/**
 * Runs specs on several JVMs at once, one JVM a role, as a real cluster on the loopback interface.
 *
 * <p>A JUnit 5 test calls {@link chat.moebi.multinode.MultiNodeRun}, which forks the JVMs; each of
 * them runs {@link chat.moebi.multinode.RoleMain} on the same {@link
 * chat.moebi.multinode.MultiNodeSuite}, where Akka's test conductor keeps the roles in step with
 * barriers. Classes named {@code *MultiNodeSpec} are run that way only: no build plugin picks them
 * up by itself.
 */
package chat.moebi.multinode;
