package chat.moebi.otp.function;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A function with the records that it declares.
 *
 * @param <A> the arguments
 * @param <R> the result
 */
public record KnownFunction<A extends Record, R extends Record>(
    NamedFunction<A, R> function, Class<A> arguments, Class<R> result) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
  private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  /**
   * Finds out what a function declares.
   *
   * @throws IllegalArgumentException if it has no proper name, or its class leaves open which
   *     records it takes and returns
   */
  @SuppressWarnings("unchecked") // The function's own class declares these types.
  public static <A extends Record, R extends Record> KnownFunction<A, R> of(
      NamedFunction<A, R> function) {
    if (function.name() == null || !NAME.matcher(function.name()).matches()) {
      throw new IllegalArgumentException(
          "\"" + function.name() + "\" is not a function's name; write letters, digits and _");
    }
    TypeFactory types = TypeFactory.defaultInstance();
    JavaType[] declared =
        types.findTypeParameters(types.constructType(function.getClass()), NamedFunction.class);
    for (JavaType type : declared) {
      if (!type.getRawClass().isRecord()) {
        throw new IllegalArgumentException(
            "the function " + function.name() + " must say which records it takes and returns");
      }
    }
    return new KnownFunction<>(
        function, (Class<A>) declared[0].getRawClass(), (Class<R>) declared[1].getRawClass());
  }

  public String name() {
    return function.name();
  }

  /** Returns how a call is typed: {@code sleep MS}. */
  public String usage() {
    StringBuilder usage = new StringBuilder(name());
    for (RecordComponent component : arguments.getRecordComponents()) {
      String word = CAMEL.matcher(component.getName()).replaceAll("_");
      usage.append(' ').append(word.toUpperCase(Locale.ROOT));
    }
    return usage.toString();
  }

  /**
   * Reads arguments: the record as it was written, or words in a text, one a component. The last
   * component, if it is a text, takes the rest of the line, which may be empty.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public A arguments(Terms terms, Term term) {
    Optional<String> typed = Optional.empty();
    try {
      typed = terms.text(term);
      return typed.isPresent()
          ? terms.convert(components(typed.get().strip()), arguments)
          : terms.read(term, arguments);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      String given = typed.map(words -> "\"" + words + "\"").orElse("these arguments");
      throw new IllegalArgumentException(
          name() + " cannot take " + given + "; write " + usage(), e);
    }
  }

  private Map<String, String> components(String line) {
    RecordComponent[] components = arguments.getRecordComponents();
    int count = components.length;
    boolean takesRest = count > 0 && components[count - 1].getType().equals(String.class);
    List<String> words = new ArrayList<>();
    if (!line.isEmpty()) {
      words.addAll(List.of(line.split("[ \t]+", takesRest ? count : 0)));
    }
    if (takesRest && words.size() == count - 1) {
      words.add("");
    }
    if (words.size() != count) {
      throw new IllegalArgumentException("too few words, or too many");
    }
    Map<String, String> byName = new HashMap<>();
    for (int i = 0; i < count; i++) {
      byName.put(components[i].getName(), words.get(i));
    }
    return byName;
  }
}
