package chat.moebi.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.LongBinaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Rewrites classes, and looks whether they still do what they did. */
class QuickClassTest {

  private static final String JOINED =
      """
      import java.util.List;

      public class Joined {
        public static String get() {
          return join(true, 'c', (byte) 1, (short) 2, 3, 4L, 5f, 6d, "seven", null, List.of(8))
              + odd("a");
        }

        private static String join(
            boolean z, char c, byte b, short s, int i, long l, float f, double d, String text,
            Object none, Object list) {
          return "<" + z + "," + c + "," + b + "," + s + "," + i + "," + l + "," + f + "," + d + ","
              + text + "," + none + "," + list + ">";
        }

        private static String odd(String text) {
          return "<a\\1" + text + ">" + text;
        }
      }
      """;

  @ParameterizedTest
  @MethodSource("names")
  void lambdasDoWhatTheyDid(String name) throws Exception {
    assertThat(rewritten(Samples.class).get(name).get())
        .isEqualTo(new Samples().get().get(name).get())
        .isNotNull();
  }

  static Stream<String> names() {
    return new Samples().get().keySet().stream().sorted();
  }

  @Test
  void leavesNoLambdaToTheJvmButWhatWidens() throws IOException {
    Map<String, byte[]> classes = QuickClass.of(bytes(Samples.class));

    assertThat(made(bytes(Samples.class))).hasSizeGreaterThan(20);
    assertThat(made(classes.get(name(Samples.class)))).containsExactly("applyAsLong");
    assertThat(classes.keySet())
        .allSatisfy(each -> assertThat(each).startsWith(name(Samples.class)));
  }

  @Test
  void keepsWhatAnInterfaceKeepsPrivate() throws Exception {
    assertThat(made(QuickClass.of(bytes(Greeting.class)).get(name(Greeting.class)))).isEmpty();
    Map<String, Supplier<Object>> cases = rewritten(Greeter.class, Greeting.class);

    assertThat(cases.get("greet").get()).isEqualTo("hi, kate!");
  }

  @ParameterizedTest
  @MethodSource("recordCases")
  void recordsCompareAsTheyDid(String name) throws Exception {
    assertThat(made(QuickClass.of(bytes(All.class)).get(name(All.class)))).containsOnly("toString");
    assertThat(rewritten(Records.class, All.class, Nothing.class).get(name).get())
        .isEqualTo(new Records().get().get(name).get())
        .isNotNull();
  }

  static Stream<String> recordCases() {
    return new Records().get().keySet().stream().sorted();
  }

  @Test
  void joinsTextsAsTheJvmDoes(@TempDir Path directory) throws Exception {
    Path source = Files.writeString(directory.resolve("Joined.java"), JOINED);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-XDstringConcat=indyWithConstants", source.toString()))
        .isZero();
    byte[] bytes = Files.readAllBytes(directory.resolve("Joined.class"));
    Map<String, byte[]> classes = QuickClass.of(bytes);

    // One has a constant in which a character stands that has a meaning of its own.
    assertThat(made(bytes)).hasSize(3).containsOnly("makeConcatWithConstants");
    assertThat(made(classes.get("Joined"))).hasSize(1);
    assertThat(new Rewritten(classes).loadClass("Joined").getMethod("get").invoke(null))
        .isEqualTo(
            new Rewritten(Map.of("Joined", bytes))
                .loadClass("Joined")
                .getMethod("get")
                .invoke(null))
        .isEqualTo("<true,c,1,2,3,4,5.0,6.0,seven,null,[8]><a\1a>a");
  }

  @Test
  void leavesAClassWithNothingToDoAsItIs() throws IOException {
    byte[] without = bytes(Without.class);

    assertThat(QuickClass.of(without)).hasSize(1).containsEntry(name(Without.class), without);
  }

  private static Map<String, Supplier<Object>> rewritten(
      Class<? extends Supplier<Map<String, Supplier<Object>>>> cases, Class<?>... others)
      throws Exception {
    Map<String, byte[]> classes = new HashMap<>(QuickClass.of(bytes(cases)));
    for (Class<?> other : others) {
      classes.putAll(QuickClass.of(bytes(other)));
    }
    Object made =
        new Rewritten(classes).loadClass(cases.getName()).getDeclaredConstructor().newInstance();
    assertThat(made.getClass()).isNotEqualTo(cases);
    @SuppressWarnings("unchecked") // Its class has the same name.
    Supplier<Map<String, Supplier<Object>>> supplier =
        (Supplier<Map<String, Supplier<Object>>>) made;
    return supplier.get();
  }

  /** Returns the names by which a class has something made by the JVM. */
  private static List<String> made(byte[] bytes) {
    List<String> methods = new ArrayList<>();
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return name.equals("$deserializeLambda$") ? null : noting(methods);
              }
            },
            ClassReader.SKIP_DEBUG);
    return methods;
  }

  private static MethodVisitor noting(List<String> methods) {
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public void visitInvokeDynamicInsn(
          String name, String descriptor, Handle bootstrap, Object... arguments) {
        methods.add(name);
      }
    };
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in = type.getClassLoader().getResourceAsStream(name(type) + ".class")) {
      return in.readAllBytes();
    }
  }

  private static String name(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  /** Loads rewritten classes, and all else from where this test is. */
  private static final class Rewritten extends ClassLoader {

    private final Map<String, byte[]> classes;

    Rewritten(Map<String, byte[]> classes) {
      super(QuickClassTest.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      byte[] bytes = classes.get(name.replace('.', '/'));
      if (bytes == null) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known != null ? known : defineClass(name, bytes, 0, bytes.length);
      }
    }
  }

  /** Has two methods of which one is its super type's with other types. */
  public interface Lengths extends Function<String, Integer> {
    @Override
    Integer apply(String text);
  }

  /** Makes one of its own kind, by a method of the name that one would give to what makes it. */
  public interface Maker {
    Maker create();
  }

  /** Has no method. */
  public interface Marker {}

  /** Has a method that only its heirs may call. */
  public static class Base {
    protected String inherited(String text) {
      return "inherited " + text;
    }
  }

  /** Has a lambda of each kind. */
  public static final class Samples extends Base
      implements Supplier<Map<String, Supplier<Object>>> {

    private final String own = "own";

    @Override
    public Map<String, Supplier<Object>> get() {
      Map<String, Supplier<Object>> cases = new HashMap<>();
      cases.put("constant", () -> "constant");
      cases.put("of this", () -> own);
      cases.put("method of this", this::hidden);
      cases.put("static method", Samples::secret);
      cases.put("constructor", ArrayList::new);
      cases.put("array", this::array);
      cases.put("captured", captured(true, 'c', (byte) 1, (short) 2, 3, 4L, 5f, 6d, "seven"));
      cases.put("parameters", this::parameters);
      cases.put("inherited", this::inherited);
      cases.put("once", this::once);
      cases.put("of an interface", this::ofAnInterface);
      cases.put("bridge", this::bridge);
      cases.put("more interfaces", this::moreInterfaces);
      cases.put("dropped result", this::droppedResult);
      cases.put("wider", this::wider);
      cases.put("any number", this::anyNumber);
      cases.put("its own kind", this::itsOwnKind);
      return cases;
    }

    private String hidden() {
      return "hidden " + own;
    }

    private static String secret() {
      return "secret";
    }

    private Object array() {
      IntFunction<String[]> make = String[]::new;
      UnaryOperator<int[]> copy = int[]::clone;
      return List.of(make.apply(3).length, copy.apply(new int[] {1, 2}).length);
    }

    private static Supplier<Object> captured(
        boolean z, char c, byte b, short s, int i, long l, float f, double d, String text) {
      return () -> "" + z + c + b + s + i + l + f + d + text;
    }

    private Object parameters() {
      LongBinaryOperator sum = (a, b) -> 2 * a + b;
      IntPredicate isOdd = i -> i % 2 == 1;
      BiFunction<Integer, Character, String> boxed = (number, letter) -> number + "" + letter;
      Function<Integer, Integer> primitive = Samples::twice;
      DoubleSupplier fixed = () -> 0.5;
      Function<Object, String> text = Object::toString;
      return List.of(
          sum.applyAsLong(3, 4),
          isOdd.test(3),
          boxed.apply(5, 'c'),
          primitive.apply(21),
          fixed.getAsDouble(),
          text.apply(7L));
    }

    private static int twice(int number) {
      return 2 * number;
    }

    private Object inherited() {
      Function<String, String> inherited = super::inherited;
      UnaryOperator<String> again = this::inherited;
      return inherited.apply("a") + again.apply("b");
    }

    private Object once() {
      return constant() == constant();
    }

    private static Runnable constant() {
      return () -> {};
    }

    private Object ofAnInterface() {
      Function<List<String>, Integer> size = List::size;
      return size.apply(List.of("a", "b"));
    }

    private Object bridge() {
      Lengths lengths = String::length;
      Function<String, Integer> asFunction = lengths;
      return lengths.apply("four") + asFunction.apply("five!");
    }

    private Object moreInterfaces() {
      Object lambda = (Supplier<Object> & Serializable & Marker) () -> own;
      return List.of(
          lambda instanceof Serializable, lambda instanceof Marker, ((Supplier<?>) lambda).get());
    }

    private Object droppedResult() {
      StringBuilder noted = new StringBuilder();
      Runnable note = () -> noted.append("noted");
      Runnable append = noted::reverse;
      note.run();
      append.run();
      return noted.toString();
    }

    private Object wider() {
      ToLongFunction<Integer> wider = Samples::half;
      return wider.applyAsLong(42);
    }

    private Object anyNumber() {
      Map<String, Integer> sizes = Map.of("a", 1, "b", 2);
      Map<String, Boolean> flags = Map.of("a", true);
      Predicate<Map.Entry<String, Boolean>> isSet = Map.Entry::getValue;
      return List.of(
          sizes.entrySet().stream().mapToLong(Map.Entry::getValue).sum(),
          sizes.entrySet().stream().mapToDouble(Map.Entry::getValue).sum(),
          sizes.entrySet().stream().mapToInt(Map.Entry::getValue).sum(),
          flags.entrySet().stream().allMatch(isSet));
    }

    private Object itsOwnKind() {
      Maker one = () -> null;
      Maker another = () -> one;
      return List.of(another.create() == one, one.create() == null);
    }

    private static long half(long number) {
      return number / 2;
    }
  }

  /** Has a method of its own that it calls from a lambda. */
  public interface Greeting {
    private String hidden(String name) {
      return "hi, " + name;
    }

    private static String shared() {
      return "!";
    }

    default Supplier<Object> to(String name) {
      Supplier<String> end = Greeting::shared;
      return () -> hidden(name) + end.get();
    }
  }

  /** Greets. */
  public static final class Greeter implements Greeting, Supplier<Map<String, Supplier<Object>>> {
    @Override
    public Map<String, Supplier<Object>> get() {
      return Map.of("greet", to("kate"));
    }
  }

  /** Has a component of each kind of type. */
  record All(
      boolean z, char c, byte b, short s, int i, long l, float f, double d, String text, int[] a) {}

  /** Has no component. */
  record Nothing() {}

  /** Compares records. */
  public static final class Records implements Supplier<Map<String, Supplier<Object>>> {

    private static final int[] ARRAY = {9};
    private static final All ONE = new All(true, 'c', (byte) 1, (short) 2, 3, 4, 5, 6, "7", ARRAY);

    @Override
    public Map<String, Supplier<Object>> get() {
      Map<String, Supplier<Object>> cases = new HashMap<>();
      int[] a = ARRAY;
      cases.put("same", () -> both(new All(true, 'c', (byte) 1, (short) 2, 3, 4, 5, 6, "7", a)));
      cases.put("z", () -> both(new All(false, 'c', (byte) 1, (short) 2, 3, 4, 5, 6, "7", a)));
      cases.put("c", () -> both(new All(true, 'd', (byte) 1, (short) 2, 3, 4, 5, 6, "7", a)));
      cases.put("b", () -> both(new All(true, 'c', (byte) 0, (short) 2, 3, 4, 5, 6, "7", a)));
      cases.put("s", () -> both(new All(true, 'c', (byte) 1, (short) 0, 3, 4, 5, 6, "7", a)));
      cases.put("i", () -> both(new All(true, 'c', (byte) 1, (short) 2, 0, 4, 5, 6, "7", a)));
      cases.put(
          "l", () -> both(new All(true, 'c', (byte) 1, (short) 2, 3, 1L << 40, 5, 6, "7", a)));
      cases.put("f", () -> both(new All(true, 'c', (byte) 1, (short) 2, 3, 4, -0f, 6, "7", a)));
      cases.put("d", () -> both(new All(true, 'c', (byte) 1, (short) 2, 3, 4, 5, 0.1, "7", a)));
      cases.put("t", () -> both(new All(true, 'c', (byte) 1, (short) 2, 3, 4, 5, 6, null, a)));
      cases.put("a", () -> both(new All(true, 'c', (byte) 1, (short) 2, 3, 4, 5, 6, "7", null)));
      cases.put("numbers", () -> zeros(0f, 0d).equals(zeros(-0f, 0d)));
      cases.put("not a number", () -> zeros(Float.NaN, 0d).equals(zeros(Float.NaN, 0d)));
      cases.put(
          "nothing", () -> List.of(new Nothing().equals(new Nothing()), new Nothing().hashCode()));
      cases.put("another type", () -> List.of(ONE.equals("7"), ONE.equals(null)));
      return cases;
    }

    private static List<Object> both(All other) {
      int hashCode = other.a() == null ? other.hashCode() : other.hashCode() - ONE.hashCode();
      return List.of(ONE.equals(other), other.equals(ONE), hashCode);
    }

    private static All zeros(float f, double d) {
      return new All(false, 'c', (byte) 0, (short) 0, 0, 0, f, d, null, null);
    }
  }

  /** Has nothing of that. */
  static final class Without {}
}
