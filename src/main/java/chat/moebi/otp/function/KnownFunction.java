package chat.moebi.otp.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A function with the records that it declares.
 *
 * @param <A> its arguments
 * @param <R> its result
 */
public record KnownFunction<A extends Record, R extends Record>(
    NamedFunction<A, R> function, Class<A> arguments, Class<R> result) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
  private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final String BLANKS = "[ \t]+";

  /**
   * Finds out what a function declares.
   *
   * @throws IllegalArgumentException if it has no proper name, or its class leaves open which
   *     records it takes and returns
   */
  @SuppressWarnings("unchecked") // They are what the function's own class declares.
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

  /** Returns its name. */
  public String name() {
    return function.name();
  }

  /** Returns how it is typed: {@code sleep MS}. */
  public String usage() {
    StringBuilder usage = new StringBuilder(name());
    for (RecordComponent component : arguments.getRecordComponents()) {
      String word = CAMEL.matcher(component.getName()).replaceAll("_");
      usage.append(' ').append(word.toUpperCase(Locale.ROOT));
    }
    return usage.toString();
  }

  /**
   * Reads its arguments: the record as it was written, or words in a text, one a component. The
   * last component, if it is a text, takes the rest of the line, which may be empty.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public A arguments(Terms terms, Term term) {
    Optional<String> typed = Optional.empty();
    try {
      typed = terms.text(term);
      return typed.isPresent()
          ? terms.bind(tree(typed.get()), arguments)
          : terms.read(term, arguments);
    } catch (JsonProcessingException | RuntimeException | LinkageError | StackOverflowError e) {
      String given = typed.map(words -> "\"" + words + "\"").orElse("these arguments");
      throw new IllegalArgumentException(
          name() + " cannot take " + given + "; write " + usage(), e);
    }
  }

  private ObjectNode tree(String line) {
    RecordComponent[] components = arguments.getRecordComponents();
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    String rest = line.strip();
    for (int i = 0; i < components.length; i++) {
      boolean takesRest =
          i == components.length - 1 && components[i].getType().equals(String.class);
      String[] parts = takesRest ? new String[] {rest} : rest.split(BLANKS, 2);
      if (parts[0].isEmpty() && !takesRest) {
        throw new IllegalArgumentException("too few");
      }
      tree.put(components[i].getName(), parts[0]);
      rest = parts.length > 1 ? parts[1] : "";
    }
    if (!rest.isEmpty() && !endsWithText(components)) {
      throw new IllegalArgumentException("too many");
    }
    return tree;
  }

  private static boolean endsWithText(RecordComponent[] components) {
    return components.length > 0
        && components[components.length - 1].getType().equals(String.class);
  }
}
