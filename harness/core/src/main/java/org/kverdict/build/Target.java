// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

/**
 * What {@code make} is told about an architecture. Data: another architecture is another value.
 *
 * @param arch the kernel's own name for it, as in {@code ARCH=x86_64}
 * @param makeTarget what to build
 * @param image where the bootable image is, below the output folder
 */
public record Target(String arch, String makeTarget, String image) {
  /** 64-bit PCs. The compressed image boots on any config; PVH does not (KASAN on 6.1). */
  public static final Target X86_64 = new Target("x86_64", "bzImage", "arch/x86/boot/bzImage");
}
