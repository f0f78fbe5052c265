package chat.moebi.build;

import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.H_INVOKEINTERFACE;
import static org.objectweb.asm.Opcodes.H_INVOKESTATIC;
import static org.objectweb.asm.Opcodes.H_INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKEINTERFACE;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;

import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Writes instructions that more than one kind of method needs. */
final class Code {

  private Code() {}

  /** Loads all arguments of a static method. */
  static void load(MethodVisitor code, Type... arguments) {
    int variable = 0;
    for (Type argument : arguments) {
      code.visitVarInsn(argument.getOpcode(ILOAD), variable);
      variable += argument.getSize();
    }
  }

  /** Calls a method whose arguments are loaded. */
  static void call(MethodVisitor code, Handle method) {
    int instruction =
        switch (method.getTag()) {
          case H_INVOKESTATIC -> INVOKESTATIC;
          case H_INVOKEVIRTUAL -> INVOKEVIRTUAL;
          case H_INVOKEINTERFACE -> INVOKEINTERFACE;
          default -> INVOKESPECIAL; // A constructor, or a private method.
        };
    code.visitMethodInsn(
        instruction, method.getOwner(), method.getName(), method.getDesc(), method.isInterface());
  }

  /** Ends a method; the writer computes how much it needs. */
  static void end(MethodVisitor code) {
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  /**
   * Returns whether {@link #convert} can do it. It cannot widen numbers whose type is known, or
   * unbox something that is neither known to be a box nor any object.
   */
  static boolean canConvert(Type from, Type to) {
    if (from.equals(to)) {
      return true;
    } else if (isPrimitive(from)) {
      return !isPrimitive(to) && (to.equals(box(from)) || isObject(to));
    }
    return !isPrimitive(to) || from.equals(box(to)) || isObject(from);
  }

  /** Converts a loaded value. */
  static void convert(MethodVisitor code, Type from, Type to) {
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
      // An object that is to be a number may be one of another type.
      boolean isExact = from.equals(box(to)) || !isNumber(to);
      Type box = isExact ? box(to) : Type.getType(Number.class);
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

  static boolean isPrimitive(Type type) {
    return type.getSort() < Type.ARRAY;
  }

  /** Returns the class of a primitive type's boxes. */
  static Type box(Type primitive) {
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

  private static void cast(MethodVisitor code, Type from, Type to) {
    if (!from.equals(to) && !isObject(to)) {
      code.visitTypeInsn(CHECKCAST, to.getInternalName());
    }
  }

  private static boolean isNumber(Type primitive) {
    return primitive != Type.BOOLEAN_TYPE && primitive != Type.CHAR_TYPE;
  }

  private static boolean isObject(Type type) {
    return type.getDescriptor().equals("Ljava/lang/Object;");
  }
}
