package chat.moebi.build;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.H_INVOKESTATIC;
import static org.objectweb.asm.Opcodes.H_NEWINVOKESPECIAL;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Is a lambda or a method reference as the compiler describes it to the JVM, and writes a class
 * that does the same.
 *
 * @param descriptor takes what the lambda captures, and returns it
 * @param interfaces what it implements; that which it is made for comes first
 * @param method the name of the interface's method
 * @param methodTypes the types under which it is called
 * @param exact the type of which the arguments and the result really are
 * @param target what it calls
 */
record Lambda(
    String descriptor,
    Set<String> interfaces,
    String method,
    Set<Type> methodTypes,
    Type exact,
    Handle target) {

  private static final int SERIALIZABLE = 1;
  private static final int MARKERS = 1 << 1;
  private static final int BRIDGES = 1 << 2;

  private static final String ONLY_ONE = "ONLY_ONE";

  /** Reads what an instruction says of it. */
  static Lambda of(String method, String descriptor, Handle bootstrap, Object[] arguments) {
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
        descriptor, interfaces, method, methodTypes, (Type) arguments[2], (Handle) arguments[1]);
  }

  /** Returns whether all its conversions are among those that can be written. */
  boolean isSimple() {
    Type callee = Type.getMethodType(asStatic());
    Type[] wanted = callee.getArgumentTypes();
    Type[] really = exact.getArgumentTypes();
    for (Type methodType : methodTypes) {
      Type[] given = methodType.getArgumentTypes();
      for (int i = 0; i < given.length; i++) {
        if (!Code.canConvert(given[i], really[i])
            || !Code.canConvert(really[i], wanted[captured().length + i])) {
          return false;
        }
      }
      Type due = methodType.getReturnType();
      if (due != Type.VOID_TYPE && !Code.canConvert(callee.getReturnType(), due)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the method of its class that makes one. */
  Handle creation(String name) {
    return new Handle(H_INVOKESTATIC, name, "quick$create", descriptor, false);
  }

  /** Writes its class. */
  byte[] write(String name, QuickClass owner) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        V1_8,
        ACC_FINAL | ACC_SYNTHETIC | ACC_SUPER,
        name,
        null,
        "java/lang/Object",
        interfaces.toArray(String[]::new));
    Type[] captured = captured();
    for (int i = 0; i < captured.length; i++) {
      writer.visitField(ACC_PRIVATE | ACC_FINAL, field(i), captured[i].getDescriptor(), null, null);
    }
    writeConstructor(writer, name);
    if (captured.length == 0) {
      writeOnlyOne(writer, name);
    } else {
      writeCreation(writer, name);
    }
    Handle callee = owner.isOpen(target) ? target : owner.add("lambda", asStatic(), this::access);
    for (Type methodType : methodTypes) {
      writeMethod(writer, name, methodType, callee);
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void writeConstructor(ClassWriter writer, String name) {
    MethodVisitor code = writer.visitMethod(ACC_PRIVATE, "<init>", constructor(), null, null);
    code.visitCode();
    code.visitVarInsn(ALOAD, 0);
    code.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    Type[] captured = captured();
    int variable = 1;
    for (int i = 0; i < captured.length; i++) {
      code.visitVarInsn(ALOAD, 0);
      code.visitVarInsn(captured[i].getOpcode(ILOAD), variable);
      code.visitFieldInsn(PUTFIELD, name, field(i), captured[i].getDescriptor());
      variable += captured[i].getSize();
    }
    code.visitInsn(RETURN);
    Code.end(code);
  }

  /** Makes it once, as the JVM does with a lambda that captures nothing. */
  private void writeOnlyOne(ClassWriter writer, String name) {
    String type = "L" + name + ";";
    writer.visitField(ACC_PRIVATE | ACC_STATIC | ACC_FINAL, ONLY_ONE, type, null, null);

    MethodVisitor initializer = writer.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
    initializer.visitCode();
    writeNew(initializer, name);
    initializer.visitFieldInsn(PUTSTATIC, name, ONLY_ONE, type);
    initializer.visitInsn(RETURN);
    Code.end(initializer);

    MethodVisitor creation = begin(writer, creation(name));
    creation.visitFieldInsn(GETSTATIC, name, ONLY_ONE, type);
    creation.visitInsn(ARETURN);
    Code.end(creation);
  }

  private void writeCreation(ClassWriter writer, String name) {
    MethodVisitor creation = begin(writer, creation(name));
    writeNew(creation, name);
    creation.visitInsn(ARETURN);
    Code.end(creation);
  }

  private static MethodVisitor begin(ClassWriter writer, Handle method) {
    MethodVisitor code =
        writer.visitMethod(ACC_STATIC, method.getName(), method.getDesc(), null, null);
    code.visitCode();
    return code;
  }

  private void writeNew(MethodVisitor code, String name) {
    code.visitTypeInsn(NEW, name);
    code.visitInsn(DUP);
    Code.load(code, captured());
    code.visitMethodInsn(INVOKESPECIAL, name, "<init>", constructor(), false);
  }

  private void writeMethod(ClassWriter writer, String name, Type methodType, Handle callee) {
    MethodVisitor code =
        writer.visitMethod(ACC_PUBLIC, method, methodType.getDescriptor(), null, null);
    code.visitCode();
    Type[] captured = captured();
    for (int i = 0; i < captured.length; i++) {
      code.visitVarInsn(ALOAD, 0);
      code.visitFieldInsn(GETFIELD, name, field(i), captured[i].getDescriptor());
    }
    Type[] given = methodType.getArgumentTypes();
    Type[] really = exact.getArgumentTypes();
    Type[] wanted = Type.getArgumentTypes(callee.getDesc());
    int variable = 1;
    for (int i = 0; i < given.length; i++) {
      code.visitVarInsn(given[i].getOpcode(ILOAD), variable);
      Code.convert(code, given[i], really[i]);
      Code.convert(code, really[i], wanted[captured.length + i]);
      variable += given[i].getSize();
    }
    Code.call(code, callee);
    Type result = Type.getReturnType(callee.getDesc());
    Type due = methodType.getReturnType();
    if (due != Type.VOID_TYPE) {
      Code.convert(code, result, due);
    } else if (result != Type.VOID_TYPE) {
      code.visitInsn(result.getSize() == 2 ? POP2 : POP);
    }
    code.visitInsn(due.getOpcode(IRETURN));
    Code.end(code);
  }

  /** Calls in the owner's stead what only the owner may call. */
  private void access(MethodVisitor code) {
    if (target.getTag() == H_NEWINVOKESPECIAL) {
      code.visitTypeInsn(NEW, target.getOwner());
      code.visitInsn(DUP);
    }
    Type callee = Type.getMethodType(asStatic());
    Code.load(code, callee.getArgumentTypes());
    Code.call(code, target);
    code.visitInsn(callee.getReturnType().getOpcode(IRETURN));
  }

  /** Returns the descriptor of a static method that does what its target does. */
  private String asStatic() {
    Type type = Type.getMethodType(target.getDesc());
    return switch (target.getTag()) {
      case H_INVOKESTATIC -> target.getDesc();
      case H_NEWINVOKESPECIAL ->
          Type.getMethodDescriptor(Type.getObjectType(target.getOwner()), type.getArgumentTypes());
      default -> {
        // Of a protected method only its own class may be the receiver, not that which declares it.
        List<Type> all = new ArrayList<>(Arrays.asList(type.getArgumentTypes()));
        all.add(0, captured().length > 0 ? captured()[0] : exact.getArgumentTypes()[0]);
        yield Type.getMethodDescriptor(type.getReturnType(), all.toArray(Type[]::new));
      }
    };
  }

  private Type[] captured() {
    return Type.getArgumentTypes(descriptor);
  }

  private String constructor() {
    return Type.getMethodDescriptor(Type.VOID_TYPE, captured());
  }

  private static String field(int captured) {
    return "captured" + captured;
  }
}
