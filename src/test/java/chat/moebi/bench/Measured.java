package chat.moebi.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.HdrHistogram.Histogram;

/** The measurements of one workload; written as a line of JSON. */
@JsonNaming(SnakeCaseStrategy.class)
record Measured(
    int senders,
    int bytes,
    long messages,
    double perSecond,
    double p50Us,
    double p99Us,
    double p999Us) {

  static final JsonMapper JSON = new JsonMapper();

  /**
   * Summarizes the latencies of a workload.
   *
   * @param latencies in nanoseconds
   * @param seconds how long messages were sent
   */
  static Measured of(Workload workload, Histogram latencies, double seconds) {
    return new Measured(
        workload.senders(),
        workload.bytes(),
        latencies.getTotalCount(),
        latencies.getTotalCount() / seconds,
        latencies.getValueAtPercentile(50) / 1e3,
        latencies.getValueAtPercentile(99) / 1e3,
        latencies.getValueAtPercentile(99.9) / 1e3);
  }

  static Measured parse(String json) {
    try {
      return JSON.readValue(json, Measured.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a line of figures: " + json, e);
    }
  }

  String json() {
    return JSON.valueToTree(this).toString();
  }

  Workload workload() {
    return new Workload(senders, bytes);
  }
}
