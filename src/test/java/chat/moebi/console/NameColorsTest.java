package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Colors;
import org.junit.jupiter.api.Test;

class NameColorsTest {

  private static final double READABLE = 3; // Of large text, by the WCAG; the name is repeated.

  @Test
  void aNameHasAlwaysTheSameColour() {
    assertThat(NameColors.of("kate@localhost", 256))
        .isEqualTo(NameColors.of(new String("kate@localhost"), 256));
  }

  @Test
  void namesHaveDifferentColours() {
    assertThat(colors(256)).hasSizeGreaterThan(8);
    assertThat(colors(16)).hasSizeGreaterThan(2);
    assertThat(colors(8)).hasSizeGreaterThan(2).allMatch(color -> color < 8);
    assertThat(Stream.of("alex", "kate", "moebi").map(name -> index(name + "@localhost", 256)))
        .doesNotHaveDuplicates();
  }

  @Test
  void everyColourCanBeReadOnDarkAndOnLight() {
    assertThat(colors(256))
        .allSatisfy(
            color -> {
              double luminance = luminance(new Color(Colors.DEFAULT_COLORS_256[color]));
              assertThat((luminance + 0.05) / 0.05).isGreaterThan(READABLE);
              assertThat(1.05 / (luminance + 0.05)).isGreaterThan(READABLE);
            });
  }

  @Test
  void noColourIsRed() {
    assertThat(colors(8)).doesNotContain(AttributedStyle.RED);
    assertThat(colors(256))
        .noneMatch(
            color -> {
              Color rgb = new Color(Colors.DEFAULT_COLORS_256[color]);
              return rgb.getRed() > 2 * Math.max(rgb.getGreen(), rgb.getBlue());
            });
  }

  private static List<Integer> colors(int colors) {
    return IntStream.range(0, 1000)
        .mapToObj(i -> index("node" + i + "@localhost", colors))
        .distinct()
        .toList();
  }

  private static int index(String name, int colors) {
    return (int) (NameColors.of(name, colors).getStyle() >> 15 & 0xff);
  }

  /** As the WCAG has it. */
  private static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(int part) {
    double value = part / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
