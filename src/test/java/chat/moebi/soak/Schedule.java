package chat.moebi.soak;

import chat.moebi.soak.Event.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Generates the faults of a run from a seed: the same seed yields the same faults at the same
 * times.
 *
 * <p>The schedule is fixed before the run, so it assumes upper bounds on how long things take: for
 * example, a node is up some seconds after it was started. At least two nodes are always healthy,
 * and at most one fault of the network is active at a time; faults of other kinds may overlap.
 */
final class Schedule {

  /** The host of each node, and whether the links between hosts can be broken. */
  record Ground(Map<String, String> hosts, boolean hasNetwork) {
    List<String> nodes() {
      return hosts.keySet().stream().sorted().toList();
    }

    List<String> hostNames() {
      return hosts.values().stream().distinct().sorted().toList();
    }
  }

  private static final long UP_AFTER = 10_000;
  private static final long FIRST_FAULT = 2_000;
  private static final int MANY_WELL = 2;

  private final Random random;
  private final Ground ground;
  private final long end;
  private final List<Event> events = new ArrayList<>();

  /** The time in ms from which each node is healthy. */
  private final Map<String, Long> wellFrom = new HashMap<>();

  private long networkWellFrom;

  private Schedule(long seed, Ground ground, Duration length) {
    this.random = new Random(seed);
    this.ground = ground;
    this.end = length.toMillis();
  }

  /**
   * Returns the events of a run in order of time; the run begins when all nodes have started and
   * are healthy. The run itself repairs the faults that remain at its end.
   */
  static List<Event> of(long seed, Ground ground, Duration length) {
    Schedule schedule = new Schedule(seed, ground, length);
    schedule.make();
    return schedule.events.stream()
        .filter(event -> event.at().compareTo(length) < 0)
        .sorted(Comparator.comparing(Event::at))
        .toList();
  }

  private void make() {
    List<String> nodes = ground.nodes();
    nodes.forEach(node -> wellFrom.put(node, 0L));
    for (long now = FIRST_FAULT; now < end; now += between(800, 5_000)) {
      int kind = random.nextInt(ground.hasNetwork() ? 17 : 10);
      String node = nodes.get(random.nextInt(nodes.size()));
      if (kind >= 10) {
        breakNetwork(now, kind);
      } else if (isWell(node, now) && areManyWellWithout(node, now)) {
        breakNode(node, now, kind);
      }
    }
  }

  private void breakNode(String node, long now, int kind) {
    if (kind < 3) {
      add(now, Kind.KILL, node, "");
      start(node, now + between(100, 8_000));
    } else if (kind < 6) {
      add(now, kind == 3 ? Kind.TERMINATE : Kind.QUIT, node, "");
      start(node, now + between(6_000, 12_000));
    } else {
      long thaw = now + between(1_000, 25_000);
      add(now, Kind.FREEZE, node, "");
      add(thaw, Kind.THAW, node, "");
      wellFrom.put(node, thaw + between(500, 5_000));
    }
  }

  private void breakNetwork(long now, int kind) {
    if (now < networkWellFrom) {
      return;
    }
    List<String> hosts = ground.hostNames();
    int one = random.nextInt(hosts.size());
    String host = hosts.get(one);
    String other = hosts.get((one + 1 + random.nextInt(hosts.size() - 1)) % hosts.size());
    long heal = now + (random.nextBoolean() ? between(2_000, 12_000) : between(15_000, 40_000));
    if (kind < 13) {
      add(now, Kind.CUT, host, "");
      add(heal, Kind.HEAL, host, "");
    } else if (kind < 15) {
      add(now, Kind.BLACKHOLE, host, other);
      add(heal, Kind.UNBLACKHOLE, host, other);
    } else if (kind == 15) {
      add(now, Kind.FORGET, host, other);
    } else {
      add(now, Kind.MOVE, host, "");
    }
    networkWellFrom = heal + between(1_000, 15_000);
  }

  private void start(String node, long at) {
    add(at, Kind.START, node, "");
    wellFrom.put(node, at + UP_AFTER);
  }

  private boolean areManyWellWithout(String node, long now) {
    return ground.nodes().stream().filter(n -> !n.equals(node) && isWell(n, now)).count()
        >= MANY_WELL;
  }

  private boolean isWell(String node, long now) {
    return wellFrom.get(node) <= now;
  }

  private long between(long least, long most) {
    return least + random.nextInt((int) (most - least));
  }

  private void add(long at, Kind kind, String subject, String object) {
    events.add(new Event(Duration.ofMillis(at), kind, subject, object));
  }
}
