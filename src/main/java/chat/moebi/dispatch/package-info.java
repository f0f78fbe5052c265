/**
 * Which thread does what: with {@code chat.dispatch = spinning} the thread that waits for sockets
 * looks for messages before it sleeps, and runs the actors that they are for instead of waking
 * another thread; {@code chat.dispatch = akka} leaves everything to Akka and the JDK. Akka's
 * configuration names these classes, and outside the package only the writer of an output uses one,
 * for its thread. Begin with {@link chat.moebi.dispatch.SelectorConfigurator}.
 */
package chat.moebi.dispatch;
