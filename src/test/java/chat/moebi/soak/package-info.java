/**
 * Lets nodes chat for minutes while faults befall them at random, and proves from what each was
 * told and has shown that no promise was broken. {@link chat.moebi.soak.Soak} runs it, by a {@link
 * chat.moebi.soak.Schedule} that a seed makes; {@link chat.moebi.soak.Checker} judges.
 */
package chat.moebi.soak;
