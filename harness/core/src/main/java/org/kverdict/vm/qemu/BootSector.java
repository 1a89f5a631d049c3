// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The smallest guest that proves something: it enters 64-bit mode with paging on, counts down from
 * 100 million, and ends QEMU with a status of its own.
 *
 * <p>The count is what tells hardware from what only looks like it. A processor takes 50 ms for it,
 * TCG half a second; a nested KVM that interprets each instruction takes more than 20 s, though it
 * gets through a firmware and a change of mode in three.
 */
final class BootSector {
  /** QEMU's exit status: what the sector writes, times two, plus one. */
  static final int EXIT = 0x15 << 1 | 1;

  /** The port that ends QEMU, in the code below too. */
  static final String EXIT_DEVICE = "isa-debug-exit,iobase=0xf4,iosize=0x04";

  /** The firmware refuses to boot from a disk that is much smaller. */
  private static final int DISK = 1 << 20;

  private static final int SIGNATURE = 510;

  private static final String CODE =
      // Loaded at 0x7c00, in 16-bit mode.
      "fa" // cli
          + "6631c0" // xor %eax,%eax
          + "8ed8" // mov %ax,%ds
          + "8ec0" // mov %ax,%es
          // Page tables at 0x1000, 0x2000, 0x3000: the first 2 MiB, as they are.
          + "bf0010" // mov $0x1000,%di
          + "b9000c" // mov $0xc00,%cx
          + "fc" // cld
          + "66f3ab" // rep stos %eax,%es:(%di)
          + "c70600100320" // movw $0x2003,0x1000
          + "c70600200330" // movw $0x3003,0x2000
          + "c70600308300" // movw $0x83,0x3000
          + "66b800100000" // mov $0x1000,%eax
          + "0f22d8" // mov %eax,%cr3
          // Physical address extension, long mode, then protection and paging at once.
          + "66b820000000" // mov $0x20,%eax
          + "0f22e0" // mov %eax,%cr4
          + "66b9800000c0" // mov $0xc0000080,%ecx
          + "0f32" // rdmsr
          + "0d0001" // or $0x100,%ax
          + "0f30" // wrmsr
          + "0f0116727c" // lgdt 0x7c72
          + "66b801000080" // mov $0x80000001,%eax
          + "0f22c0" // mov %eax,%cr0
          + "ea567c0800" // ljmp $0x8,$0x7c56
          // 0x7c56, in 64-bit mode.
          + "b900e1f505" // mov $100000000,%ecx
          + "ffc9" // dec %ecx
          + "75fc" // jne to the dec
          // 0x15 by way of a register's upper half: only 64-bit mode gets it right.
          + "48b80000000015000000" // movabs $0x1500000000,%rax
          + "48c1e820" // shr $0x20,%rax
          + "e6f4" // out %al,$0xf4
          + "f4" // hlt
          + "ebfd" // jmp to the hlt
          // 0x7c72: limit and address of the descriptor table.
          + "0f00" // 15
          + "787c0000" // 0x7c78
          // 0x7c78: no descriptor, then 64-bit code.
          + "0000000000000000"
          + "00000000009a2000";

  private BootSector() {}

  /** A disk that boots it. */
  static byte[] disk() {
    byte[] disk = Arrays.copyOf(HexFormat.of().parseHex(CODE), DISK);
    disk[SIGNATURE] = 0x55;
    disk[SIGNATURE + 1] = (byte) 0xaa;
    return disk;
  }
}
