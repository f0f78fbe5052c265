/**
 * Decides which thread does what. With {@code chat.dispatch = spinning}, the thread that waits for
 * sockets polls them before it sleeps, and runs the actors that get the messages instead of waking
 * another thread. {@code chat.dispatch = akka} leaves everything to Akka and the JDK. Akka's
 * configuration names these classes; outside the package only the writer of an output uses one, for
 * its thread. Begin reading at {@link chat.moebi.dispatch.SelectorConfigurator}.
 */
package chat.moebi.dispatch;
