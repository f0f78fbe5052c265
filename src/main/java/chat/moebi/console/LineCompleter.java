package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.cluster.View.Peer;
import chat.moebi.otp.Otp;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.process.ShellProcess;
import chat.moebi.store.KeptText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes commands, and the names and pids that a command's usage asks for, with a word of help
 * beside each; nothing in a text.
 */
final class LineCompleter implements Completer {

  /** How long other nodes have for listing their processes. */
  private static final long LIST_TIMEOUT_MILLIS = 300;

  private final Supplier<Chat> chat;

  /**
   * Completes the names that a node knows.
   *
   * @param chat returns the node; null before it is ready
   */
  LineCompleter(Supplier<Chat> chat) {
    this.chat = chat;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    Chat node = chat.get();
    if (node != null) {
      completions(node, line).forEach(candidates::add);
    }
  }

  private static Stream<Candidate> completions(Chat chat, ParsedLine line) {
    String first = line.words().get(0);
    if (line.wordIndex() == 0) {
      return Stream.of(nodes(chat, "@"), rooms(chat), commands("/"))
          .flatMap(all -> all)
          .filter(found -> !first.isEmpty() && found.value().charAt(0) == first.charAt(0));
    }
    return switch (usageWord(first, line.wordIndex())) {
      case "NODE" -> recipients(chat, first.substring(1), line.word());
      case "#ROOM" -> rooms(chat);
      case "PID" -> pids(chat);
      case "FUNCTION" -> functions(chat);
      case "COMMAND" -> commands("");
      default -> Stream.empty();
    };
  }

  /** Returns a word of a command's usage, without the brackets of an optional word. */
  private static String usageWord(String command, int index) {
    return Commands.TABLE.all().stream()
        .map(known -> known.usage().split(" "))
        .filter(usage -> usage[0].equals(command) && index < usage.length)
        .findFirst()
        .map(usage -> usage[index].replaceAll("[\\[\\]]", ""))
        .orElse("");
  }

  private static Stream<Candidate> commands(String before) {
    return Commands.TABLE.all().stream()
        .map(command -> candidate("commands", before + command.name(), command.summary()));
  }

  /** Returns what may stand for NODE: some commands take a room or a pid as well. */
  private static Stream<Candidate> recipients(Chat chat, String command, String typed) {
    if (typed.startsWith("<") && command.equals(Send.NAME)) {
      return pids(chat);
    } else if (command.equals(Forget.NAME)) {
      return keptFor(chat);
    }
    boolean takesRooms = List.of(Send.NAME, To.NAME, History.NAME).contains(command);
    return Stream.concat(nodes(chat, ""), takesRooms ? rooms(chat) : Stream.empty());
  }

  /** Returns the nodes for which texts are kept; most are away. */
  private static Stream<Candidate> keptFor(Chat chat) {
    return chat
        .store()
        .allKept()
        .exceptionally(failure -> List.of())
        .toCompletableFuture()
        .completeOnTimeout(List.of(), LIST_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .join()
        .stream()
        .collect(Collectors.groupingBy(KeptText::to, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(kept -> candidate("nodes", kept.getKey().toString(), kept.getValue() + " kept"));
  }

  private static Stream<Candidate> rooms(Chat chat) {
    return chat.rooms().all().entrySet().stream()
        .map(
            room -> {
              int nodes = room.getValue().size();
              String size = nodes == 1 ? "1 node" : nodes + " nodes";
              return candidate("rooms", room.getKey().toString(), size);
            });
  }

  private static Stream<Candidate> nodes(Chat chat, String before) {
    return chat.view().nodes().values().stream()
        .map(peer -> candidate("nodes", before + peer.name(), status(peer)));
  }

  private static String status(Peer peer) {
    return peer.status().name().toLowerCase(Locale.ROOT);
  }

  private static Stream<Candidate> functions(Chat chat) {
    return Otp.of(chat).functions().names().stream()
        .map(name -> Otp.of(chat).functions().find(name))
        .flatMap(Optional::stream)
        .map(known -> candidate("functions", known.name(), known.usage()));
  }

  /** Asks all nodes for their processes. */
  private static Stream<Candidate> pids(Chat chat) {
    ShellProcess shell = Otp.of(chat).process();
    List<CompletableFuture<Optional<List<ProcessInfo>>>> lists =
        chat.view().nodes().values().stream()
            .filter(Peer::isReachable)
            .map(
                peer ->
                    shell
                        .list(peer.name())
                        .exceptionally(failure -> Optional.empty())
                        .toCompletableFuture()
                        .completeOnTimeout(
                            Optional.empty(), LIST_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
            .toList();
    return lists.stream()
        .map(CompletableFuture::join)
        .flatMap(Optional::stream)
        .flatMap(List::stream)
        .map(process -> candidate("processes", process.pid().toString(), about(process)));
  }

  private static String about(ProcessInfo process) {
    return process.function() + ", " + process.state();
  }

  private static Candidate candidate(String group, String value, String help) {
    return new Candidate(value, value, group, help, null, null, true);
  }
}
