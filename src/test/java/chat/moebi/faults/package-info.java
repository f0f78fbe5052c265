/**
 * Causes faults on several nodes in step: links that are cut, nodes that freeze, come, go and are
 * killed; and shows that what was acknowledged was shown once, in order, and that nodes come back
 * by themselves.
 *
 * <p>A role's nodes of the chat ({@link chat.moebi.faults.RecordedNode}) have ActorSystems of their
 * own, apart from the test kit's: a node that rejoins gets a fresh one, and its role stays in step.
 */
package chat.moebi.faults;
