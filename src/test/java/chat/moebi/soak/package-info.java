/**
 * Lets nodes chat for minutes under random faults, and checks from the transcripts of all processes
 * that no promise was broken. {@link chat.moebi.soak.Soak} carries out the run, {@link
 * chat.moebi.soak.Schedule} generates the faults from a seed, and {@link chat.moebi.soak.Checker}
 * checks the transcripts.
 */
package chat.moebi.soak;
