/**
 * Runs specs in several JVMs at once, one JVM per role, as a real cluster on the loopback
 * interface.
 *
 * <p>A JUnit 5 test calls {@link chat.moebi.multinode.MultiNodeRun}, which forks the JVMs. Each JVM
 * runs {@link chat.moebi.multinode.RoleMain} on the same {@link
 * chat.moebi.multinode.MultiNodeSuite}, where Akka's test conductor keeps the roles in step with
 * barriers. Classes named {@code *MultiNodeSpec} only run this way: no build plugin picks them up.
 */
package chat.moebi.multinode;
