package chat.moebi.build;

import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ASM9;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.POP;

import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Rewrites a method that reads a table from a file of the jar: it holds the table then. */
final class Table {

  private static final String MAP = "java/util/LinkedHashMap";

  private Table() {}

  /**
   * Lets a static method return what it has returned, each time in a map of its own.
   *
   * @param method its name; it takes nothing and returns a {@link Map}
   * @param table what it has returned; at most some thousands
   */
  static byte[] write(byte[] original, String method, Map<String, ? extends Enum<?>> table) {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (!name.equals(method) || !descriptor.equals("()Ljava/util/Map;")) {
              return code;
            }
            write(code, table);
            return null; // What it was is not read.
          }
        },
        0);
    return writer.toByteArray();
  }

  private static void write(MethodVisitor code, Map<String, ? extends Enum<?>> table) {
    code.visitCode();
    code.visitTypeInsn(NEW, MAP);
    code.visitInsn(DUP);
    code.visitMethodInsn(INVOKESPECIAL, MAP, "<init>", "()V", false);
    table.forEach((key, constant) -> put(code, key, constant));
    code.visitInsn(ARETURN);
    Code.end(code);
  }

  private static void put(MethodVisitor code, String key, Enum<?> constant) {
    Type type = Type.getType(constant.getDeclaringClass());
    code.visitInsn(DUP);
    code.visitLdcInsn(key);
    code.visitFieldInsn(GETSTATIC, type.getInternalName(), constant.name(), type.getDescriptor());
    code.visitMethodInsn(
        INVOKEVIRTUAL,
        MAP,
        "put",
        "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
        false);
    code.visitInsn(POP);
  }
}
