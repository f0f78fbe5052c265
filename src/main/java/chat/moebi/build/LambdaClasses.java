package chat.moebi.build;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_INTERFACE;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ASM9;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.H_INVOKEINTERFACE;
import static org.objectweb.asm.Opcodes.H_INVOKESTATIC;
import static org.objectweb.asm.Opcodes.H_INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.H_NEWINVOKESPECIAL;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKEINTERFACE;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.POP2;
import static org.objectweb.asm.Opcodes.PUTFIELD;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V1_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Replaces the lambdas and method references of a class by classes that do the same.
 *
 * <p>The compiler leaves a lambda to the JVM, which writes a class for it when it is first used: a
 * start of a node needs some 700. A class that is in the jar is only read, and is read at once from
 * a class data archive, which in JDK 17 holds no lambda of Scala's, since these are serializable.
 */
final class LambdaClasses {

  private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";
  private static final int MARKERS = 1 << 1;
  private static final int BRIDGES = 1 << 2;
  private static final int SERIALIZABLE = 1;

  private final ClassReader original;
  private final String owner;
  private final boolean isInterface;
  private final Map<String, byte[]> classes = new LinkedHashMap<>();
  private final List<Accessor> accessors = new ArrayList<>();

  /**
   * Is a method to add to the class: it calls in the class's stead what others may have no access
   * to.
   */
  private record Accessor(String name, String descriptor, Handle target) {}

  /**
   * Is a lambda as the compiler describes it to the JVM.
   *
   * @param captured what it takes with it
   * @param interfaces that which it is made for comes first
   * @param method the name of the interface's method
   * @param methodTypes the descriptors under which it is called
   * @param exact the descriptor with the types that the arguments really have
   * @param target what it calls
   */
  private record Lambda(
      Type[] captured,
      Set<String> interfaces,
      String method,
      Set<Type> methodTypes,
      Type exact,
      Handle target) {}

  private LambdaClasses(byte[] original) {
    this.original = new ClassReader(original);
    this.owner = this.original.getClassName();
    this.isInterface = (this.original.getAccess() & ACC_INTERFACE) != 0;
  }

  /**
   * Rewrites a class.
   *
   * @return the class and those that its lambdas have become, by their internal names; the class as
   *     it was, alone, if it has none
   */
  static Map<String, byte[]> of(byte[] original) {
    LambdaClasses lambdas = new LambdaClasses(original);
    byte[] rewritten = lambdas.rewrite();
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put(lambdas.owner, lambdas.classes.isEmpty() ? original : rewritten);
    all.putAll(lambdas.classes);
    return all;
  }

  private byte[] rewrite() {
    ClassWriter writer = new ClassWriter(original, 0);
    original.accept(
        new ClassVisitor(ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return withoutLambdas(
                super.visitMethod(access, name, descriptor, signature, exceptions));
          }

          @Override
          public void visitEnd() {
            accessors.forEach(accessor -> write(accessor, writer));
            super.visitEnd();
          }
        },
        0);
    return writer.toByteArray();
  }

  private MethodVisitor withoutLambdas(MethodVisitor code) {
    return new MethodVisitor(ASM9, code) {
      @Override
      public void visitInvokeDynamicInsn(
          String name, String descriptor, Handle bootstrap, Object... arguments) {
        Lambda lambda = lambda(name, descriptor, bootstrap, arguments);
        if (lambda == null || !canConvert(lambda)) {
          super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
          return;
        }
        String lambdaClass = owner + "$$Lambda$" + classes.size();
        classes.put(lambdaClass, write(lambdaClass, descriptor, lambda));
        super.visitMethodInsn(INVOKESTATIC, lambdaClass, "create", descriptor, false);
      }
    };
  }

  /** Returns the lambda that an instruction makes; null if it makes something else. */
  private static Lambda lambda(
      String method, String descriptor, Handle bootstrap, Object[] arguments) {
    if (!bootstrap.getOwner().equals(FACTORY)) {
      return null;
    }
    Set<String> interfaces = new LinkedHashSet<>();
    interfaces.add(Type.getReturnType(descriptor).getInternalName());
    Set<Type> methodTypes = new LinkedHashSet<>();
    methodTypes.add((Type) arguments[0]);
    if (bootstrap.getName().equals("altMetafactory")) {
      int next = 3;
      int flags = (int) arguments[next++];
      if ((flags & SERIALIZABLE) != 0) {
        interfaces.add("java/io/Serializable");
      }
      if ((flags & MARKERS) != 0) {
        for (int count = (int) arguments[next++]; count > 0; count--) {
          interfaces.add(((Type) arguments[next++]).getInternalName());
        }
      }
      if ((flags & BRIDGES) != 0) {
        for (int count = (int) arguments[next++]; count > 0; count--) {
          methodTypes.add((Type) arguments[next++]);
        }
      }
    }
    return new Lambda(
        Type.getArgumentTypes(descriptor),
        interfaces,
        method,
        methodTypes,
        (Type) arguments[2],
        (Handle) arguments[1]);
  }

  /** Writes the class of a lambda. */
  private byte[] write(String name, String descriptor, Lambda lambda) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        V1_8,
        ACC_FINAL | ACC_SYNTHETIC | ACC_SUPER,
        name,
        null,
        "java/lang/Object",
        lambda.interfaces().toArray(String[]::new));
    Type[] captured = lambda.captured();
    for (int i = 0; i < captured.length; i++) {
      writer.visitField(ACC_PRIVATE | ACC_FINAL, field(i), captured[i].getDescriptor(), null, null);
    }
    writeConstructor(writer, name, captured);
    if (captured.length == 0) {
      writeOnlyOne(writer, name, descriptor);
    } else {
      writeCreate(writer, name, descriptor, captured);
    }
    Handle callee = isOpen(lambda.target()) ? lambda.target() : access(lambda);
    for (Type methodType : lambda.methodTypes()) {
      writeMethod(writer, name, lambda, methodType, callee);
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void writeConstructor(ClassWriter writer, String name, Type[] captured) {
    MethodVisitor code =
        writer.visitMethod(ACC_PRIVATE, "<init>", constructor(captured), null, null);
    code.visitCode();
    code.visitVarInsn(ALOAD, 0);
    code.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    int variable = 1;
    for (int i = 0; i < captured.length; i++) {
      code.visitVarInsn(ALOAD, 0);
      code.visitVarInsn(captured[i].getOpcode(ILOAD), variable);
      code.visitFieldInsn(PUTFIELD, name, field(i), captured[i].getDescriptor());
      variable += captured[i].getSize();
    }
    code.visitInsn(RETURN);
    end(code);
  }

  /** Makes it once, as the JVM does with a lambda that takes nothing with it. */
  private static void writeOnlyOne(ClassWriter writer, String name, String descriptor) {
    String type = "L" + name + ";";
    writer.visitField(ACC_PRIVATE | ACC_STATIC | ACC_FINAL, "ONLY_ONE", type, null, null);

    MethodVisitor initializer = writer.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
    initializer.visitCode();
    initializer.visitTypeInsn(NEW, name);
    initializer.visitInsn(DUP);
    initializer.visitMethodInsn(INVOKESPECIAL, name, "<init>", "()V", false);
    initializer.visitFieldInsn(PUTSTATIC, name, "ONLY_ONE", type);
    initializer.visitInsn(RETURN);
    end(initializer);

    MethodVisitor create = writer.visitMethod(ACC_STATIC, "create", descriptor, null, null);
    create.visitCode();
    create.visitFieldInsn(GETSTATIC, name, "ONLY_ONE", type);
    create.visitInsn(ARETURN);
    end(create);
  }

  private static void writeCreate(
      ClassWriter writer, String name, String descriptor, Type[] captured) {
    MethodVisitor create = writer.visitMethod(ACC_STATIC, "create", descriptor, null, null);
    create.visitCode();
    create.visitTypeInsn(NEW, name);
    create.visitInsn(DUP);
    load(create, captured);
    create.visitMethodInsn(INVOKESPECIAL, name, "<init>", constructor(captured), false);
    create.visitInsn(ARETURN);
    end(create);
  }

  private static void writeMethod(
      ClassWriter writer, String name, Lambda lambda, Type methodType, Handle callee) {
    MethodVisitor code =
        writer.visitMethod(ACC_PUBLIC, lambda.method(), methodType.getDescriptor(), null, null);
    code.visitCode();
    Type[] wanted = Type.getArgumentTypes(callee.getDesc());
    Type[] captured = lambda.captured();
    for (int i = 0; i < captured.length; i++) {
      code.visitVarInsn(ALOAD, 0);
      code.visitFieldInsn(GETFIELD, name, field(i), captured[i].getDescriptor());
    }
    Type[] given = methodType.getArgumentTypes();
    Type[] exact = lambda.exact().getArgumentTypes();
    int variable = 1;
    for (int i = 0; i < given.length; i++) {
      code.visitVarInsn(given[i].getOpcode(ILOAD), variable);
      convert(code, given[i], exact[i]);
      convert(code, exact[i], wanted[captured.length + i]);
      variable += given[i].getSize();
    }
    call(code, callee);
    Type result = Type.getReturnType(callee.getDesc());
    Type due = methodType.getReturnType();
    if (due != Type.VOID_TYPE) {
      convert(code, result, due);
    } else if (result != Type.VOID_TYPE) {
      code.visitInsn(result.getSize() == 2 ? POP2 : POP);
    }
    code.visitInsn(due.getOpcode(IRETURN));
    end(code);
  }

  /** Returns whether the class of a lambda may call this itself. */
  private boolean isOpen(Handle target) {
    boolean[] isOpen = {false};
    if (target.getTag() == H_INVOKESTATIC && target.getOwner().equals(owner)) {
      original.accept(
          new ClassVisitor(ASM9) {
            @Override
            public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
              isOpen[0] |=
                  (access & ACC_PRIVATE) == 0
                      && name.equals(target.getName())
                      && descriptor.equals(target.getDesc());
              return null;
            }
          },
          ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    }
    return isOpen[0];
  }

  private Handle access(Lambda lambda) {
    Accessor accessor =
        new Accessor("access$lambda$" + accessors.size(), asStatic(lambda), lambda.target());
    accessors.add(accessor);
    return new Handle(H_INVOKESTATIC, owner, accessor.name(), accessor.descriptor(), isInterface);
  }

  private void write(Accessor accessor, ClassWriter writer) {
    // An interface's methods are public or private.
    int access = (isInterface ? ACC_PUBLIC : 0) | ACC_STATIC | ACC_SYNTHETIC;
    MethodVisitor code =
        writer.visitMethod(access, accessor.name(), accessor.descriptor(), null, null);
    Type[] arguments = Type.getArgumentTypes(accessor.descriptor());
    Type result = Type.getReturnType(accessor.descriptor());
    Handle target = accessor.target();
    code.visitCode();
    if (target.getTag() == H_NEWINVOKESPECIAL) {
      code.visitTypeInsn(NEW, target.getOwner());
      code.visitInsn(DUP);
    }
    load(code, arguments);
    call(code, target);
    code.visitInsn(result.getOpcode(IRETURN));
    int variables = size(arguments);
    code.visitMaxs(Math.max(variables + 2, result.getSize()), variables);
    code.visitEnd();
  }

  /** Returns the descriptor of a static method that does what a lambda does. */
  private static String asStatic(Lambda lambda) {
    Handle target = lambda.target();
    Type type = Type.getMethodType(target.getDesc());
    return switch (target.getTag()) {
      case H_INVOKESTATIC -> target.getDesc();
      case H_NEWINVOKESPECIAL ->
          Type.getMethodDescriptor(Type.getObjectType(target.getOwner()), type.getArgumentTypes());
      default -> {
        // Of a protected method only its own class may be the receiver, not that which declares it.
        boolean isBound = lambda.captured().length > 0;
        List<Type> all = new ArrayList<>(Arrays.asList(type.getArgumentTypes()));
        all.add(0, isBound ? lambda.captured()[0] : lambda.exact().getArgumentTypes()[0]);
        yield Type.getMethodDescriptor(type.getReturnType(), all.toArray(Type[]::new));
      }
    };
  }

  private static void call(MethodVisitor code, Handle target) {
    int instruction =
        switch (target.getTag()) {
          case H_INVOKESTATIC -> INVOKESTATIC;
          case H_INVOKEVIRTUAL -> INVOKEVIRTUAL;
          case H_INVOKEINTERFACE -> INVOKEINTERFACE;
          default -> INVOKESPECIAL; // A constructor, or a private method.
        };
    code.visitMethodInsn(
        instruction, target.getOwner(), target.getName(), target.getDesc(), target.isInterface());
  }

  private static boolean canConvert(Lambda lambda) {
    Type callee = Type.getMethodType(asStatic(lambda));
    Type[] wanted = callee.getArgumentTypes();
    Type[] exact = lambda.exact().getArgumentTypes();
    for (Type methodType : lambda.methodTypes()) {
      Type[] given = methodType.getArgumentTypes();
      for (int i = 0; i < given.length; i++) {
        if (!canConvert(given[i], exact[i])
            || !canConvert(exact[i], wanted[lambda.captured().length + i])) {
          return false;
        }
      }
      Type due = methodType.getReturnType();
      if (due != Type.VOID_TYPE && !canConvert(callee.getReturnType(), due)) {
        return false;
      }
    }
    return true;
  }

  /** Leaves to the JVM what widens, or unboxes something of which the type does not say it. */
  private static boolean canConvert(Type from, Type to) {
    if (from.equals(to)) {
      return true;
    } else if (isPrimitive(from)) {
      return !isPrimitive(to) && (to.equals(box(from)) || isObject(to));
    }
    return !isPrimitive(to) || from.equals(box(to)) || isObject(from);
  }

  private static void convert(MethodVisitor code, Type from, Type to) {
    if (from.equals(to)) {
      return;
    } else if (isPrimitive(from)) {
      Type box = box(from);
      code.visitMethodInsn(
          INVOKESTATIC,
          box.getInternalName(),
          "valueOf",
          Type.getMethodDescriptor(box, from),
          false);
    } else if (isPrimitive(to)) {
      Type box = box(to);
      cast(code, from, box);
      code.visitMethodInsn(
          INVOKEVIRTUAL,
          box.getInternalName(),
          to.getClassName() + "Value",
          Type.getMethodDescriptor(to),
          false);
    } else {
      cast(code, from, to);
    }
  }

  private static void cast(MethodVisitor code, Type from, Type to) {
    if (!from.equals(to) && !isObject(to)) {
      code.visitTypeInsn(CHECKCAST, to.getInternalName());
    }
  }

  private static boolean isPrimitive(Type type) {
    return type.getSort() < Type.ARRAY;
  }

  private static boolean isObject(Type type) {
    return type.getDescriptor().equals("Ljava/lang/Object;");
  }

  private static Type box(Type primitive) {
    return Type.getType(
        switch (primitive.getSort()) {
          case Type.BOOLEAN -> Boolean.class;
          case Type.CHAR -> Character.class;
          case Type.BYTE -> Byte.class;
          case Type.SHORT -> Short.class;
          case Type.INT -> Integer.class;
          case Type.FLOAT -> Float.class;
          case Type.LONG -> Long.class;
          case Type.DOUBLE -> Double.class;
          default -> Void.class;
        });
  }

  private static String field(int captured) {
    return "captured" + captured;
  }

  private static String constructor(Type[] captured) {
    return Type.getMethodDescriptor(Type.VOID_TYPE, captured);
  }

  private static void load(MethodVisitor code, Type[] arguments) {
    int variable = 0;
    for (Type argument : arguments) {
      code.visitVarInsn(argument.getOpcode(ILOAD), variable);
      variable += argument.getSize();
    }
  }

  private static int size(Type[] types) {
    return Arrays.stream(types).mapToInt(Type::getSize).sum();
  }

  private static void end(MethodVisitor code) {
    code.visitMaxs(0, 0); // The writer computes them.
    code.visitEnd();
  }
}
