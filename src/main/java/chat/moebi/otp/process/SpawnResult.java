package chat.moebi.otp.process;

/** The result of a spawn. */
public sealed interface SpawnResult {

  /** The process was spawned. */
  record Spawned(Pid pid) implements SpawnResult {}

  /** No process was spawned, or no answer came. */
  record NotSpawned(Refusal refusal) implements SpawnResult {}

  /** Returns the process, or the refusal if there is one. */
  static SpawnResult of(Pid pid, Refusal refusal) {
    return refusal == null ? new Spawned(pid) : new NotSpawned(refusal);
  }
}
