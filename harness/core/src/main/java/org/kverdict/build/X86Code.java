// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

/** The little that must be known of x86-64 code to tell what a relative field points to. */
final class X86Code {
  /** The size of a relative field, in bytes. */
  static final int FIELD = 4;

  private static final int PC32 = 2;
  private static final int PLT32 = 4;

  private X86Code() {}

  /**
   * How many bytes lie between a field and the end of its instruction, plus the field itself: that
   * is what "relative to the next instruction" adds. 0 if a relocation is not relative.
   *
   * @param type the relocation's
   * @param code the function
   * @param field where in it the relocated field is
   */
  static int ahead(int type, byte[] code, int field) {
    if (type != PC32 && type != PLT32) {
      return 0;
    }
    return FIELD + immediate(code, field);
  }

  /** The size of an immediate operand that follows a field, as in {@code cmpl $1, x(%rip)}. */
  private static int immediate(byte[] code, int field) {
    if (field < 2 || (code[field - 1] & 0xc7) != 0x05) {
      return 0;
    }
    int reg = code[field - 1] >> 3 & 7;
    int opcode = code[field - 2] & 0xff;
    if (field >= 3 && (code[field - 3] & 0xff) == 0x0f) {
      return switch (opcode) {
        case 0x70, 0xa4, 0xac, 0xba, 0xc2, 0xc4, 0xc5, 0xc6 -> 1;
        default -> 0;
      };
    }
    return switch (opcode) {
      case 0x6b, 0x80, 0x83, 0xc0, 0xc1, 0xc6 -> 1;
      case 0xf6 -> reg <= 1 ? 1 : 0;
      case 0x69, 0x81, 0xc7 -> word(code, field);
      case 0xf7 -> reg <= 1 ? word(code, field) : 0;
      default -> 0;
    };
  }

  private static int word(byte[] code, int field) {
    boolean rex = field >= 3 && (code[field - 3] & 0xf0) == 0x40;
    int prefix = field - (rex ? 4 : 3);
    return prefix >= 0 && code[prefix] == 0x66 ? 2 : 4;
  }

  /** Whether the four bytes at a place can be those of a call, a jump or a conditional jump. */
  static boolean isBranch(byte[] code, int field) {
    int opcode = code[field - 1] & 0xff;
    return opcode == 0xe8
        || opcode == 0xe9
        || (field >= 2 && (opcode & 0xf0) == 0x80 && code[field - 2] == 0x0f);
  }
}
