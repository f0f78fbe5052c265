package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftRowsTest {

  private static final String FAMILY = "👩‍👩‍👧";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''         | ''
          abc        | abc
          abcdef     | abcdef/
          abcdefg    | abcdef/g
          ab犬犬犬   | ab犬犬/犬
          abc犬犬    | abc犬/犬
          éé e\u0301 | éé e\u0301
          🇩🇪🇫🇷       | 🇩🇪/🇫🇷
          a✅✅✅    | a✅✅/✅
          """)
  void noRowIsWiderThanTheTerminal(String text, String rows) {
    DraftRows draft = rows(text, text.length(), 6);

    assertThat(texts(draft)).isEqualTo(List.of(rows.split("/", -1)));
    assertThat(draft.isCursorAtEnd()).isTrue();
  }

  @Test
  void joinedEmojiHaveRoomBesideEachOther() {
    assertThat(texts(rows("a" + FAMILY + "b", 0, 7))).containsExactly("a" + FAMILY, "b");
    assertThat(texts(rows("a" + FAMILY, 0, 6))).containsExactly("a", FAMILY);
    assertThat(texts(rows(FAMILY, 0, 5))).containsExactly("👩‍👩‍", "👧");
  }

  @Test
  void onlyARowWhoseWidthIsCertainIsLeftToTheTerminalToWrap() {
    assertThat(rows("abcdefg", 0, 6).row(0).isFull()).isTrue();
    assertThat(rows("abcdef", 0, 6).row(0).isFull()).isFalse();
    assertThat(rows("abcdef\ng", 0, 6).row(0).isFull()).isFalse();
    assertThat(rows("abcd✅g", 0, 6).row(0).isFull()).isFalse();
    assertThat(rows("abcde犬", 0, 6).row(0).isFull()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "5, 0, 5", "6, 1, 0", "7, 1, 1", "8, 2, 0", "10, 2, 2"})
  void theCursorStandsBeforeItsCharacter(int cursor, int row, int before) {
    DraftRows draft = rows("abcdefg\nhi", cursor, 6);

    assertThat(draft.cursorRow()).isEqualTo(row);
    assertThat(draft.beforeCursor()).isEqualTo(before);
  }

  @Test
  void theCursorStandsInNoCharacter() {
    DraftRows draft = rows("a" + FAMILY, 4, 20);

    assertThat(draft.textBeforeCursor().toString()).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource({"20, a/b/c/d/e, 4", "4, >..../c/d/e, 3", "2, >..../e, 1", "1, e, 0"})
  void theRowsAroundTheEndStayOnALowScreen(int height, String rows, int cursorRow) {
    DraftRows draft = rows("a\nb\nc\nd\ne", 9, 6).within(height);

    assertThat(texts(draft)).isEqualTo(List.of(rows.split("/")));
    assertThat(draft.cursorRow()).isEqualTo(cursorRow);
    assertThat(draft.beforeCursor()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"20, a/b/c/d/e, 1", "4, >..../b/c/d, 1", "2, >..../b, 1", "1, b, 0"})
  void theRowsAroundTheCursorStayOnALowScreen(int height, String rows, int cursorRow) {
    DraftRows draft = rows("a\nb\nc\nd\ne", 2, 6).within(height);

    assertThat(texts(draft)).isEqualTo(List.of(rows.split("/")));
    assertThat(draft.cursorRow()).isEqualTo(cursorRow);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          abcdefghijkl, 3, 3
          abcdefghijkl, 4, 2
          abcdefghijkl, 8, 1
          abcdefghijkl, 12, 0
          abcdefghijklm, 13, 0
          犬犬犬犬, 4, 2
          """)
  void aTerminalThatWrapsAnewMovesTheCursorToAnotherRow(String text, int columns, int row) {
    assertThat(rows(text, text.length() - 1, 6).cursorRowAt(columns)).isEqualTo(row);
  }

  /** The place behind the last column of a row is not yet the next row. */
  @Test
  void aCursorAtTheEndStaysInARowThatIsJustFull() {
    assertThat(rows("abcdefghi", 9, 6).cursorRowAt(3)).isEqualTo(2);
    assertThat(rows("abcdefghi", 9, 6).cursorRowAt(9)).isZero();
  }

  private static DraftRows rows(String text, int cursor, int columns) {
    return DraftRows.of(new AttributedString(text), cursor, columns);
  }

  private static List<String> texts(DraftRows rows) {
    return rows.rows().stream().map(row -> row.text().toString()).toList();
  }
}
