package chat.moebi.build;

import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.NEW;

import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Writes methods that join texts. */
final class Concatenation {

  private static final String BUILDER = "java/lang/StringBuilder";
  private static final String TEXT = "Ljava/lang/String;";
  private static final char ARGUMENT = '\1';
  private static final char CONSTANT = '\2';

  private Concatenation() {}

  /** Adds the method for an instruction; returns null where that takes constants of other types. */
  static Handle add(QuickClass owner, String descriptor, Handle bootstrap, Object[] arguments) {
    Type[] types = Type.getArgumentTypes(descriptor);
    String recipe =
        bootstrap.getName().equals("makeConcat")
            ? String.valueOf(ARGUMENT).repeat(types.length)
            : (String) arguments[0];
    return recipe.indexOf(CONSTANT) >= 0
        ? null
        : owner.add("text", descriptor, code -> write(code, types, recipe));
  }

  private static void write(MethodVisitor code, Type[] types, String recipe) {
    code.visitTypeInsn(NEW, BUILDER);
    code.visitInsn(DUP);
    code.visitMethodInsn(INVOKESPECIAL, BUILDER, "<init>", "()V", false);
    int argument = 0;
    int variable = 0;
    int from = 0;
    for (int to = recipe.indexOf(ARGUMENT); to >= 0; to = recipe.indexOf(ARGUMENT, from)) {
      appendText(code, recipe.substring(from, to));
      Type type = types[argument++];
      code.visitVarInsn(type.getOpcode(ILOAD), variable);
      append(code, appended(type));
      variable += type.getSize();
      from = to + 1;
    }
    appendText(code, recipe.substring(from));
    code.visitMethodInsn(INVOKEVIRTUAL, BUILDER, "toString", "()" + TEXT, false);
    code.visitInsn(ARETURN);
  }

  private static void appendText(MethodVisitor code, String text) {
    if (!text.isEmpty()) {
      code.visitLdcInsn(text);
      append(code, TEXT);
    }
  }

  private static void append(MethodVisitor code, String type) {
    code.visitMethodInsn(
        INVOKEVIRTUAL, BUILDER, "append", "(" + type + ")L" + BUILDER + ";", false);
  }

  /** Returns the parameter's type of the method that appends this. */
  private static String appended(Type type) {
    return switch (type.getSort()) {
      case Type.BYTE, Type.SHORT -> "I";
      case Type.OBJECT, Type.ARRAY ->
          type.getDescriptor().equals(TEXT) ? TEXT : "Ljava/lang/Object;";
      default -> type.getDescriptor();
    };
  }
}
