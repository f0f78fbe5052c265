/**
 * The checks of {@code chat doctor}, each of which looks at a part of what a node needs, as a node
 * would use it, and changes nothing. Begin reading at {@link chat.moebi.cli.doctor.Finding}.
 */
package chat.moebi.cli.doctor;
