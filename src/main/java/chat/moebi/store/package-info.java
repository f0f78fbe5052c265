/**
 * What rests on disk: the texts of the past, texts that wait for their recipients, and which nodes
 * and rooms were met. SQLite by default, one file a node; PostgreSQL for many nodes.
 *
 * <p>Serves the chat, and the commands that show history. Begin reading at {@link
 * chat.moebi.store.Store}; {@code StoreThread} does the work, and each {@code ...Table} has the SQL
 * of its tables.
 */
package chat.moebi.store;
