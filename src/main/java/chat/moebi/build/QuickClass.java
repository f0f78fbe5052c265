package chat.moebi.build;

import static org.objectweb.asm.Opcodes.ACC_INTERFACE;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ASM9;
import static org.objectweb.asm.Opcodes.H_INVOKESTATIC;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;

/**
 * Rewrites a class so that the JVM finds in it what it would make when it is first used: lambdas,
 * joined texts, and the methods of records.
 *
 * <p>The compiler leaves these to the JVM, which makes them of method handles, and writes a class
 * for each lambda: a start of a node needs some 700. A class that is in the jar is only read, and
 * is had at once from a class data archive, which in JDK 17 holds no lambda of Scala's, since these
 * are serializable.
 */
final class QuickClass {

  /** Is a method to add to the class. */
  private record Method(String name, String descriptor, Consumer<MethodVisitor> code) {}

  private final ClassReader original;
  private final Set<String> open = new HashSet<>();
  private final List<Method> methods = new ArrayList<>();
  private final Map<String, byte[]> classes = new LinkedHashMap<>();

  private QuickClass(byte[] original) {
    this.original = new ClassReader(original);
  }

  /**
   * Rewrites a class.
   *
   * @return the class and those that its lambdas have become, by their internal names; the class as
   *     it was, alone, if there is nothing to do
   */
  static Map<String, byte[]> of(byte[] original) {
    QuickClass quick = new QuickClass(original);
    quick.findOpenMethods();
    byte[] rewritten = quick.rewrite();
    boolean isChanged = !quick.classes.isEmpty() || !quick.methods.isEmpty();
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put(quick.name(), isChanged ? rewritten : original);
    all.putAll(quick.classes);
    return all;
  }

  /** Returns its internal name. */
  String name() {
    return original.getClassName();
  }

  /** Returns whether another class of its package may call this static method of it. */
  boolean isOpen(Handle method) {
    return method.getTag() == H_INVOKESTATIC
        && method.getOwner().equals(name())
        && open.contains(method.getName() + method.getDesc());
  }

  /** Adds a static method that others of its package may call, and returns it. */
  Handle add(String kind, String descriptor, Consumer<MethodVisitor> code) {
    String name = "quick$" + kind + "$" + methods.size();
    methods.add(new Method(name, descriptor, code));
    return new Handle(H_INVOKESTATIC, name(), name, descriptor, isInterface());
  }

  private boolean isInterface() {
    return (original.getAccess() & ACC_INTERFACE) != 0;
  }

  private void findOpenMethods() {
    original.accept(
        new ClassVisitor(ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            if ((access & ACC_STATIC) != 0 && (access & ACC_PRIVATE) == 0) {
              open.add(name + descriptor);
            }
            return null;
          }
        },
        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
  }

  private byte[] rewrite() {
    ClassWriter writer = new ClassWriter(original, ClassWriter.COMPUTE_MAXS);
    original.accept(
        new ClassVisitor(ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return rewritten(super.visitMethod(access, name, descriptor, signature, exceptions));
          }

          @Override
          public void visitEnd() {
            methods.forEach(method -> write(method, writer));
            super.visitEnd();
          }
        },
        0);
    return writer.toByteArray();
  }

  private MethodVisitor rewritten(MethodVisitor code) {
    return new MethodVisitor(ASM9, code) {
      @Override
      public void visitInvokeDynamicInsn(
          String name, String descriptor, Handle bootstrap, Object... arguments) {
        Handle instead = instead(name, descriptor, bootstrap, arguments);
        if (instead == null) {
          super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
        } else {
          Code.call(mv, instead);
        }
      }
    };
  }

  /** Returns what to call in place of an instruction of which the JVM would make something. */
  private Handle instead(String name, String descriptor, Handle bootstrap, Object[] arguments) {
    return switch (bootstrap.getOwner()) {
      case "java/lang/invoke/LambdaMetafactory" -> {
        Lambda lambda = Lambda.of(name, descriptor, bootstrap, arguments);
        yield lambda.isSimple() ? add(lambda) : null;
      }
      case "java/lang/invoke/StringConcatFactory" ->
          Concatenation.add(this, descriptor, bootstrap, arguments);
      case "java/lang/runtime/ObjectMethods" -> RecordMethod.add(this, name, descriptor, arguments);
      default -> null;
    };
  }

  private Handle add(Lambda lambda) {
    String lambdaClass = name() + "$$Lambda$" + classes.size();
    classes.put(lambdaClass, lambda.write(lambdaClass, this));
    return lambda.creation(lambdaClass);
  }

  private void write(Method method, ClassVisitor writer) {
    // An interface's methods are public or private.
    int access = (isInterface() ? ACC_PUBLIC : 0) | ACC_STATIC | ACC_SYNTHETIC;
    MethodVisitor code = writer.visitMethod(access, method.name(), method.descriptor(), null, null);
    code.visitCode();
    method.code().accept(code);
    Code.end(code);
  }
}
