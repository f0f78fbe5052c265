package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Reads the limits and volumes of each node from docker-compose.yml. */
class ComposeFileTest {

  private Map<String, Map<String, Object>> file;
  private Map<String, Map<String, Object>> services;

  @BeforeEach
  @SuppressWarnings("unchecked")
  void read() throws Exception {
    file = new Yaml().load(Files.readString(Path.of("docker-compose.yml")));
    services = (Map<String, Map<String, Object>>) (Map<String, ?>) file.get("services");
  }

  @Test
  void memoryAndProcessesAreLimited() {
    assertThat(services).hasSize(3);
    assertThat(services.values())
        .allSatisfy(
            service -> {
              assertThat(service).containsEntry("mem_limit", "1g");
              assertThat((int) service.get("pids_limit")).isPositive();
            });
  }

  @Test
  void theLogsOfEachNodeAreInAVolumeOfItsOwn() {
    services.forEach(
        (name, service) -> assertThat(service).containsEntry("volumes", List.of(name + ":/state")));
    assertThat(file.get("volumes")).containsOnlyKeys(services.keySet());
  }
}
