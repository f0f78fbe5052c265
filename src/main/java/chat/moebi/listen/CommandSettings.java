package chat.moebi.listen;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The settings that all runs of a command share.
 *
 * @param command the command, for {@code sh -c}
 * @param okAfter how long after a command's start its text counts as taken, even if it still runs
 * @param limit how long a command may run
 * @param errors takes sentences about failures of which no sender is told
 * @param nanoTime the clock for {@code okAfter} and {@code limit}
 */
record CommandSettings(
    String command,
    Duration okAfter,
    Duration limit,
    Consumer<String> errors,
    LongSupplier nanoTime) {}
