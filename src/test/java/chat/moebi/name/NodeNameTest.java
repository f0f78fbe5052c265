package chat.moebi.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNameTest {

  @Nested
  class Parse {

    @Test
    void readsNameAndHost() {
      NodeName kate = NodeName.parse("kate@localhost");

      assertThat(kate.name()).isEqualTo("kate");
      assertThat(kate.host()).isEqualTo("localhost");
    }

    @Test
    void givesAShortNameTheDefaultHost() {
      assertThat(NodeName.parse("kate", "example.org"))
          .isEqualTo(new NodeName("kate", "example.org"));
    }

    @Test
    void prefersTheHostInTheNameToTheDefault() {
      assertThat(NodeName.parse("kate@a", "b")).isEqualTo(new NodeName("kate", "a"));
    }

    @Test
    void needsAHostFromSomewhere() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NodeName.parse("kate"))
          .withMessageContaining("has no host");
    }

    @Test
    void readsWhatToStringWrites() {
      NodeName kate = new NodeName("kate", "::1");

      assertThat(NodeName.parse(kate.toString())).isEqualTo(kate);
    }
  }

  @Nested
  class IsFull {

    @Test
    void tellsAFullNameFromAShortOne() {
      assertThat(NodeName.isFull("kate@localhost")).isTrue();
      assertThat(NodeName.isFull("kate")).isFalse();
    }
  }

  @Nested
  class Name {

    @ParameterizedTest
    @ValueSource(strings = {"k", "K", "7", "azAZ09", "kate", "Kate_2", "a-b", "a_", "a-", "0-_"})
    void isOfLettersDigitsUnderscoresAndHyphens(String name) {
      assertThat(new NodeName(name, "localhost").name()).isEqualTo(name);
    }

    @Test
    void hasOneTo63Characters() {
      assertThat(new NodeName("x".repeat(63), "localhost").name()).hasSize(63);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new NodeName("x".repeat(64), "localhost"));
      assertThatIllegalArgumentException().isThrownBy(() -> new NodeName("", "localhost"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_kate", "-kate", "-", "_"})
    void beginsWithALetterOrDigit(String name) {
      assertThatIllegalArgumentException().isThrownBy(() -> new NodeName(name, "localhost"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "ka te", " kate", "kate ", "kate\n", "ka.te", "ka/te", "../kate", "käte", "ka\0te"
        })
    void hasNoOtherCharacters(String name) {
      assertThatIllegalArgumentException().isThrownBy(() -> new NodeName(name, "localhost"));
    }

    @Test
    void keepsItsCase() {
      assertThat(new NodeName("Kate", "localhost")).isNotEqualTo(new NodeName("kate", "localhost"));
    }
  }

  @Nested
  class Host {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "localhost", "a", "chat-7.example.org", "xn--kte-qla.example", "example.org.",
              "127.0.0.1",
          "10.0.0.255", "::1", "::", "fe80::1", "2001:db8:0:0:0:0:0:1", "::ffff:127.0.0.1"
        })
    void isADnsNameOrAnIpLiteral(String host) {
      assertThat(new NodeName("kate", host).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " ",
          "a b",
          "a_b",
          "-a",
          "a-",
          "a..b",
          ".a",
          "b@c",
          "a/b",
          "local\nhost",
          "[::1]",
          "127.0.0.1:25520",
          "localhost:25520",
          "::1%eth0",
          ":::",
          "hôte"
        })
    void isNothingElse(String host) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new NodeName("kate", host))
          .withMessageContaining("is not a host");
    }

    @Test
    void hasLabelsOfAtMost63AndAltogetherAtMost253Characters() {
      String longest =
          String.join(".", "x".repeat(63), "x".repeat(63), "x".repeat(63), "x".repeat(61));

      assertThat(new NodeName("kate", longest).host()).hasSize(253);
      assertThatIllegalArgumentException().isThrownBy(() -> new NodeName("kate", longest + "x"));
      assertThatIllegalArgumentException().isThrownBy(() -> new NodeName("kate", "x".repeat(64)));
    }

    @Test
    void isWrittenInLowerCase() {
      assertThat(NodeName.parse("kate@LocalHost")).hasToString("kate@localhost");
    }
  }

  @Nested
  class Refusal {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "a@b@c | \"b@c\" is not a host; write a DNS name or an IP address",
          "kate | \"kate\" has no host; write NAME@HOST, as in kate@localhost",
          "kate@ | \"kate@\" has no host; write NAME@HOST, as in kate@localhost"
        })
    void quotesTheHost(String text, String sentence) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NodeName.parse(text))
          .withMessage(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ka te", "", "@", "@ka te@localhost"})
    void saysWhatANameIs(String text) {
      String name = text.replaceFirst("@.*", "");

      assertThatIllegalArgumentException()
          .isThrownBy(() -> NodeName.parse(text, "localhost"))
          .withMessage(
              "\""
                  + name
                  + "\" is not a node name; write NAME or NAME@HOST, where NAME is 1 to 63 letters,"
                  + " digits, _ and -, and begins with a letter or digit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kate", "kate@localhost", "localhost"})
    void saysThatANameHasNoAtBeforeIt(String name) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NodeName.parse("@" + name, "localhost"))
          .withMessage("\"@%s\" is not a node name; write %s, without the @ before it", name, name);
    }

    @Test
    void quotesOnlyTheBeginningOfALongText() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NodeName.parse("n".repeat(300), "localhost"))
          .withMessageStartingWith("\"" + "n".repeat(80) + "...\" is not a node name");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NodeName.parse("n".repeat(80), "localhost"))
          .withMessageStartingWith("\"" + "n".repeat(80) + "\" is not a node name");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NodeName.parse("kate@" + "h".repeat(300)))
          .withMessageStartingWith("\"" + "h".repeat(80) + "...\" is not a host");
    }
  }

  @Nested
  class Order {

    @Test
    void isByNameAndThenByHost() {
      assertThat(
              Stream.of("kate@b", "moebi@a", "kate@a", "alex@c", "kate2@a")
                  .map(NodeName::parse)
                  .sorted())
          .extracting(NodeName::toString)
          .containsExactly("alex@c", "kate@a", "kate@b", "kate2@a", "moebi@a");
    }

    @Test
    void agreesWithEquals() {
      assertThat(NodeName.parse("kate@A")).isEqualByComparingTo(NodeName.parse("kate@a"));
      assertThat(NodeName.parse("kate@A")).isEqualTo(NodeName.parse("kate@a"));
    }
  }

  @Nested
  class Json {

    private final ObjectMapper mapper = new ObjectMapper();

    record Greeting(NodeName from) {}

    @Test
    void isAPlainString() throws Exception {
      assertThat(mapper.writeValueAsString(new Greeting(NodeName.parse("kate@localhost"))))
          .isEqualTo("{\"from\":\"kate@localhost\"}");
    }

    @Test
    void isReadBackAsItWas() throws Exception {
      Greeting greeting = new Greeting(NodeName.parse("kate@::1"));

      assertThat(mapper.readValue(mapper.writeValueAsBytes(greeting), Greeting.class))
          .isEqualTo(greeting);
    }

    @Test
    void isCheckedWhenItIsRead() {
      assertThatThrownBy(() -> mapper.readValue("\"ka te@localhost\"", NodeName.class))
          .isInstanceOf(ValueInstantiationException.class)
          .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }
  }
}
