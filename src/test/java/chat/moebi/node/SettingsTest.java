package chat.moebi.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.moebi.node.NodeException.Reason;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @Nested
  class Name {

    @Test
    void hasTheDefaultHostUnlessTold() {
      assertThat(settings("chat.name = kate").name()).hasToString("kate@localhost");
    }

    @Test
    void takesTheHostFromItsOwnSetting() {
      assertThat(settings("chat { name = kate, host = 127.0.0.1 }").name())
          .hasToString("kate@127.0.0.1");
    }

    @Test
    void mayBearItsHost() {
      assertThat(settings("chat.name = \"kate@127.0.0.1\"").name()).hasToString("kate@127.0.0.1");
    }

    @Test
    void mayNameTheSameHostTwice() {
      assertThat(settings("chat { name = \"kate@localhost\", host = LOCALHOST }").name())
          .hasToString("kate@localhost");
    }

    @Test
    void isRefusedWhenItsHostIsNotTheOneOfTheFlag() {
      NodeException refusal = refusal("chat { name = \"kate@localhost\", host = 127.0.0.1 }");

      assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
      assertThat(refusal)
          .hasMessage(
              "the name kate@localhost and the host 127.0.0.1 do not agree; give the host once");
    }

    @Test
    void isRequired() {
      NodeException refusal = refusal("chat.name = \"\"");

      assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
      assertThat(refusal).hasMessage("a node needs a name; write --name kate, say");
    }

    @Test
    void isRefusedInTheWordsOfNodeName() {
      NodeException refusal = refusal("chat.name = \"ka te\"");

      assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
      assertThat(refusal).hasMessageStartingWith("\"ka te\" is not a node name; write NAME");
    }
  }

  @Nested
  class Address {

    @Test
    void isTheHostsOwnUnlessTold() throws Exception {
      assertThat(settings("chat { name = kate, host = 127.0.0.2 }").bind())
          .isEqualTo(InetAddress.getByName("127.0.0.2"));
    }

    @Test
    void mayBeAnotherOneOfTheLoopbackInterface() throws Exception {
      assertThat(settings("chat { name = kate, bind = 127.0.0.3 }").bind())
          .isEqualTo(InetAddress.getByName("127.0.0.3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::", "2001:db8::1"})
    void isRefusedBeyondLoopback(String address) {
      NodeException refusal = refusal("chat { name = kate, bind = \"" + address + "\" }");

      assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
      assertThat(refusal)
          .hasMessageStartingWith("--bind " + address + " is beyond the loopback interface");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1"})
    void isRefusedBeyondLoopbackWhenItComesFromTheHost(String host) {
      NodeException refusal = refusal("chat { name = kate, host = \"" + host + "\" }");

      assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
      assertThat(refusal)
          .hasMessageStartingWith("--host " + host + " is beyond the loopback interface");
    }

    @Test
    void isRefusedWhenItsHostIsUnknown() {
      NodeException refusal = refusal("chat { name = kate, host = nowhere.invalid }");

      assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
      assertThat(refusal)
          .hasMessage(
              "cannot find the host nowhere.invalid; check its spelling, or write its IP address");
    }
  }

  @Nested
  class Port {

    @Test
    void isAnyFreeOneUnlessTold() {
      assertThat(settings("chat.name = kate").port()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535})
    void isWithinItsLimits(int port) {
      assertThat(settings("chat { name = kate, port = " + port + " }").port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void isRefusedBeyondItsLimits(int port) {
      NodeException refusal = refusal("chat { name = kate, port = " + port + " }");

      assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
      assertThat(refusal)
          .hasMessage("the port " + port + " is not one; write 1 to 65535, or 0 for any free one");
    }

    @Test
    void isABadConfigurationWhenItIsNoNumber() {
      NodeException refusal = refusal("chat { name = kate, port = many }");

      assertThat(refusal.reason()).isEqualTo(Reason.BAD_CONFIGURATION);
      assertThat(refusal)
          .hasMessageStartingWith("bad configuration: ")
          .hasMessageContaining("port");
    }
  }

  @Nested
  class Limits {

    @Test
    void areReadFromTheConfiguration() {
      Settings settings =
          settings(
              """
              chat.name = kate
              chat.leave-timeout = 1 s
              chat.cluster { join-timeout = 2 s, hello-interval = 3 ms, hello-timeout = 4 ms }
              """);

      assertThat(settings.leaveTimeout()).isEqualTo(Duration.ofSeconds(1));
      assertThat(settings.joinTimeout()).isEqualTo(Duration.ofSeconds(2));
      assertThat(settings.helloInterval()).isEqualTo(Duration.ofMillis(3));
      assertThat(settings.helloTimeout()).isEqualTo(Duration.ofMillis(4));
    }

    @Test
    void areABadConfigurationWhenTheyAreNoDurations() {
      NodeException refusal = refusal("chat { name = kate, leave-timeout = soon }");

      assertThat(refusal.reason()).isEqualTo(Reason.BAD_CONFIGURATION);
      assertThat(refusal).hasMessageContaining("leave-timeout");
    }
  }

  @Nested
  class Named {

    @Test
    void readsTheBuiltInConfiguration() {
      Settings settings = Settings.named("kate@127.0.0.1");

      assertThat(settings.name()).hasToString("kate@127.0.0.1");
      assertThat(settings.config().getString("akka.actor.provider")).isEqualTo("cluster");
    }

    @Test
    void refusesWhatIsNoName() {
      assertThat(catchThrowableOfType(NodeException.class, () -> Settings.named("a@b@c")).reason())
          .isEqualTo(Reason.INVALID);
    }
  }

  private static Settings settings(String hocon) {
    Config config = ConfigFactory.parseString(hocon).withFallback(ConfigFactory.load());
    return Settings.from(config);
  }

  private static NodeException refusal(String hocon) {
    return catchThrowableOfType(NodeException.class, () -> settings(hocon));
  }
}
