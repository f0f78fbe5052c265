package chat.moebi.listen;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * What all commands have in common.
 *
 * @param command the command, for {@code sh -c}
 * @param okAfter how long after a command's start its text counts as taken, even if it still runs
 * @param limit how long a command may run
 * @param errors takes sentences about what no sender is told
 */
record Rules(String command, Duration okAfter, Duration limit, Consumer<String> errors) {}
