package chat.moebi.build;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.BIPUSH;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.F_NEW;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.ICONST_1;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.IMUL;
import static org.objectweb.asm.Opcodes.INSTANCEOF;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.IRETURN;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Writes methods that compare records, and that tell their hash codes. */
final class RecordMethod {

  private static final String OBJECTS = "java/util/Objects";

  private RecordMethod() {}

  /** Adds the method for an instruction; returns null for that which writes a record as a text. */
  static Handle add(QuickClass owner, String name, String descriptor, Object[] arguments) {
    List<Handle> fields =
        Arrays.stream(arguments, 2, arguments.length).map(Handle.class::cast).toList();
    Consumer<MethodVisitor> code =
        switch (name) {
          case "equals" -> writer -> writeEquals(writer, owner.name(), fields);
          case "hashCode" -> writer -> writeHashCode(writer, fields);
          default -> null;
        };
    return code == null ? null : owner.add(name, descriptor, code);
  }

  private static void writeEquals(MethodVisitor code, String owner, List<Handle> fields) {
    Label differ = new Label();
    code.visitVarInsn(ALOAD, 1);
    code.visitTypeInsn(INSTANCEOF, owner);
    code.visitJumpInsn(IFEQ, differ);
    for (Handle field : fields) {
      load(code, field);
      code.visitVarInsn(ALOAD, 1);
      code.visitTypeInsn(CHECKCAST, owner);
      code.visitFieldInsn(GETFIELD, field.getOwner(), field.getName(), field.getDesc());
      compare(code, Type.getType(field.getDesc()), differ);
    }
    code.visitInsn(ICONST_1);
    code.visitInsn(IRETURN);
    code.visitLabel(differ);
    code.visitFrame(F_NEW, 2, new Object[] {owner, "java/lang/Object"}, 0, null);
    code.visitInsn(ICONST_0);
    code.visitInsn(IRETURN);
  }

  /** Compares as a record's own method does: primitive values by their boxes' order. */
  private static void compare(MethodVisitor code, Type type, Label differ) {
    if (Code.isPrimitive(type)) {
      code.visitMethodInsn(
          INVOKESTATIC,
          Code.box(type).getInternalName(),
          "compare",
          Type.getMethodDescriptor(Type.INT_TYPE, type, type),
          false);
      code.visitJumpInsn(IFNE, differ);
    } else {
      code.visitMethodInsn(
          INVOKESTATIC, OBJECTS, "equals", "(Ljava/lang/Object;Ljava/lang/Object;)Z", false);
      code.visitJumpInsn(IFEQ, differ);
    }
  }

  private static void writeHashCode(MethodVisitor code, List<Handle> fields) {
    code.visitInsn(ICONST_0);
    for (Handle field : fields) {
      code.visitIntInsn(BIPUSH, 31);
      code.visitInsn(IMUL);
      load(code, field);
      Type type = Type.getType(field.getDesc());
      boolean isPrimitive = Code.isPrimitive(type);
      code.visitMethodInsn(
          INVOKESTATIC,
          isPrimitive ? Code.box(type).getInternalName() : OBJECTS,
          "hashCode",
          isPrimitive ? Type.getMethodDescriptor(Type.INT_TYPE, type) : "(Ljava/lang/Object;)I",
          false);
      code.visitInsn(IADD);
    }
    code.visitInsn(IRETURN);
  }

  private static void load(MethodVisitor code, Handle field) {
    code.visitVarInsn(ALOAD, 0);
    code.visitFieldInsn(GETFIELD, field.getOwner(), field.getName(), field.getDesc());
  }
}
