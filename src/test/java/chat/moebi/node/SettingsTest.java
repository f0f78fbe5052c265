package chat.moebi.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.moebi.cookie.Cookie;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.ContactPoint;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
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
      assertThat(settings("chat { name = kate, host = 127.0.0.2 }").cluster().bind())
          .isEqualTo(InetAddress.getByName("127.0.0.2"));
    }

    @Test
    void mayBeAnotherOneOfTheLoopbackInterface() throws Exception {
      assertThat(settings("chat { name = kate, bind = 127.0.0.3 }").cluster().bind())
          .isEqualTo(InetAddress.getByName("127.0.0.3"));
    }

    @Test
    void mayBeAllAddresses() {
      assertThat(
              settings("chat { name = kate, bind = 0.0.0.0 }").cluster().bind().isAnyLocalAddress())
          .isTrue();
    }

    @Test
    void mayBeHereThoughTheHostIsNot() {
      Settings settings = settings("chat { name = kate, host = 192.0.2.1, bind = 127.0.0.1 }");

      assertThat(settings.name()).hasToString("kate@192.0.2.1");
      assertThat(settings.cluster().bind()).hasToString("/127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
    void isRefusedWhenItIsNotHere(String address) {
      NodeException refusal = refusal("chat { name = kate, bind = \"" + address + "\" }");

      assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
      assertThat(refusal)
          .hasMessage("cannot listen on " + address + "; it is no address of this host");
    }

    @Test
    void isRefusedWhenItComesFromAHostThatIsNotHere() {
      NodeException refusal = refusal("chat { name = kate, host = 192.0.2.1 }");

      assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
      assertThat(refusal)
          .hasMessage(
              "the host 192.0.2.1 is not this one (192.0.2.1); check it, or give the --bind address"
                  + " to listen on");
    }

    @Test
    void isRefusedWhenTheHostIsNone() {
      NodeException refusal = refusal("chat { name = kate, host = 0.0.0.0 }");

      assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
      assertThat(refusal)
          .hasMessage(
              "no node can be reached at 0.0.0.0; give the --host that it has, and --bind 0.0.0.0");
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
  class CookieBeyondLoopback {

    private static final String EVERYWHERE = "chat { name = kate, bind = 0.0.0.0 }";

    @Test
    void mayBeATypedOneThatIsLong() {
      assertThat(with("12345678901234567890", EVERYWHERE).cluster().bind().isAnyLocalAddress())
          .isTrue();
    }

    @Test
    void isRefusedWhenItCouldBeGuessed() {
      NodeException refusal =
          catchThrowableOfType(NodeException.class, () -> with("1234567890123456789", EVERYWHERE));

      assertThat(refusal.reason()).isEqualTo(Reason.BAD_CONFIGURATION);
      assertThat(refusal)
          .hasMessage(
              "the cookie has fewer than 20 characters: whoever reaches 0.0.0.0 could find it out"
                  + " by trying; make a good one: chat cookie --new FILE");
      assertThat(with("short", "chat.name = kate").cluster().bind().isLoopbackAddress()).isTrue();
    }

    @Test
    void isRefusedWhenThereIsNone() {
      NodeException refusal =
          catchThrowableOfType(
              NodeException.class, () -> Settings.from(config(EVERYWHERE), Credentials.none()));

      assertThat(refusal.reason()).isEqualTo(Reason.BAD_CONFIGURATION);
      assertThat(refusal)
          .hasMessage(
              "chat.plain-tcp is for the loopback interface only, and this node would listen on"
                  + " 0.0.0.0; leave it out");
    }

    private static Settings with(String cookie, String hocon) {
      return Settings.from(config(hocon), Credentials.of(List.of(Cookie.of(cookie))));
    }
  }

  @Nested
  class ContactPoints {

    @Test
    void areNoneUnlessTold() {
      assertThat(settings("chat.name = kate").cluster().contacts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "[\"a:1\", \"B.example:65535\", \"[::1]:25520\"]",
          "\"a:1, b.example:65535,,[::1]:25520,\"",
          "[\"a:1,a:1\", \"b.example:65535,[::1]:25520\"]"
        })
    void areReadFromListsAndTexts(String join) {
      assertThat(
              settings("chat { name = kate, host = 127.0.0.1, join = " + join + " }")
                  .cluster()
                  .contacts())
          .containsExactly(
              new ContactPoint("a", 1),
              new ContactPoint("b.example", 65_535),
              new ContactPoint("[::1]", 25_520));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alex.example:1", "192.0.2.1:1", "[2001:db8::1]:1", "localhost:1,a:1"})
    void needAHostByWhichTheyReachThisNode(String join) {
      assertThat(refusal("chat { name = kate, join = \"" + join + "\" }"))
          .hasMessage("--join needs --host, the address by which the others reach this node");
      assertThat(
              settings("chat { name = \"kate@localhost\", join = \"" + join + "\" }")
                  .cluster()
                  .contacts())
          .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:1", "127.0.0.9:1", "[::1]:1"})
    void needNoneOnTheLoopbackInterface(String join) {
      assertThat(settings("chat { name = kate, join = \"" + join + "\" }").cluster().contacts())
          .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "kate",
          "kate:",
          ":1",
          "kate:0",
          "kate:65536",
          "::1:5",
          "a:1:2",
          "a b:1",
          "my_node:1"
        })
    void areRefusedWhenTheyAreNone(String contact) {
      NodeException refusal = refusal("chat { name = kate, join = \"" + contact + "\" }");

      assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
      assertThat(refusal)
          .hasMessage(
              "\"" + contact + "\" is no contact point; write HOST:PORT, as in kate.example:2551");
    }
  }

  @Nested
  class Port {

    @Test
    void isAnyFreeOneUnlessTold() {
      assertThat(settings("chat.name = kate").cluster().port()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535})
    void isWithinItsLimits(int port) {
      assertThat(settings("chat { name = kate, port = " + port + " }").cluster().port())
          .isEqualTo(port);
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
      assertThat(settings.cluster().joinTimeout()).isEqualTo(Duration.ofSeconds(2));
      assertThat(settings.cluster().helloInterval()).isEqualTo(Duration.ofMillis(3));
      assertThat(settings.cluster().helloTimeout()).isEqualTo(Duration.ofMillis(4));
    }

    @Test
    void areABadConfigurationWhenTheyAreUnknown() {
      NodeException refusal = refusal("chat { name = kate, leave-timout = 1 s }");

      assertThat(refusal.reason()).isEqualTo(Reason.BAD_CONFIGURATION);
      assertThat(refusal).hasMessageContaining("unknown setting chat.leave-timout");
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
      Settings settings = Settings.named("kate@127.0.0.1", TestCookie.CREDENTIALS);

      assertThat(settings.name()).hasToString("kate@127.0.0.1");
      assertThat(settings.config().getString("akka.actor.provider")).isEqualTo("cluster");
    }

    @Test
    void refusesWhatIsNoName() {
      assertThat(
              catchThrowableOfType(
                      NodeException.class, () -> Settings.named("a@b@c", TestCookie.CREDENTIALS))
                  .reason())
          .isEqualTo(Reason.INVALID);
    }
  }

  private static Settings settings(String hocon) {
    return Settings.from(config(hocon), TestCookie.CREDENTIALS);
  }

  private static Config config(String hocon) {
    return ConfigFactory.parseString(hocon).withFallback(ConfigFactory.load());
  }

  private static NodeException refusal(String hocon) {
    return catchThrowableOfType(NodeException.class, () -> settings(hocon));
  }
}
