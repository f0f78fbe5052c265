/**
 * Causes faults on several nodes in step: cuts links, freezes and kills nodes, and lets nodes come
 * and go. Shows that every acknowledged text was shown once and in order, and that nodes come back
 * by themselves.
 *
 * <p>A role's nodes of the chat ({@link chat.moebi.faults.RecordedNode}) have their own
 * ActorSystems, separate from the test kit's: a node that rejoins gets a fresh ActorSystem, while
 * its role stays in step.
 */
package chat.moebi.faults;
