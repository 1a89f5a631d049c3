// SPDX-License-Identifier: Apache-2.0
package org.kverdict.kconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kverdict.kconfig.NoOpReason.Kind;
import org.kverdict.series.Overlay;

class CompiledByTest {
  private static final String CONFIG =
      """
      CONFIG_KCOV=y
      CONFIG_SMP=y
      CONFIG_NETDEVICES=y
      # CONFIG_TUN is not set
      CONFIG_DUMMY=m
      CONFIG_EXT4_FS=y
      # CONFIG_EXT4_ACL is not set
      """;

  @TempDir Path tree;

  @BeforeEach
  void make_a_tree() {
    write("Makefile", "core-y := init/ \\\n\tkernel/ fs/\ndrivers-y += drivers/\n");
    write("kernel/Makefile", "obj-y = fork.o \\\n\t  exit.o\nobj-$(CONFIG_KCOV) += kcov.o\n");
    write("drivers/Makefile", "obj-y += net/\nobj-$(CONFIG_WIRELESS) += wifi/core/\n");
    write("drivers/net/Makefile", "obj-$(CONFIG_TUN) += tun.o # tap, too\nobj-m += only.o\n");
    write("drivers/wifi/core/Makefile", "obj-y += main.o\n");
    write("fs/Makefile", "obj-$(CONFIG_EXT4_FS) += ext4/\n");
    write(
        "fs/ext4/Makefile",
        "obj-$(CONFIG_EXT4_FS) += ext4.o\next4-y := super.o \\\n inode.o\n"
            + "ext4-$(CONFIG_EXT4_ACL) += acl.o sub/deep.o\nmore-objs := $(parts)\nparts = a.o b.o\n"
            + "obj-${CONFIG_MORE} += more.o\n");
  }

  @Test
  void names_the_option_that_would_compile_a_file() {
    NoOpReason reason = reason("drivers/net/tun.c");

    assertThat(reason.kind()).isEqualTo(Kind.NOT_COMPILED);
    assertThat(reason.options()).containsExactly("CONFIG_TUN");
    assertThat(reason.text())
        .isEqualTo("drivers/net/tun.c is compiled by CONFIG_TUN, which is not set");
  }

  @Test
  void an_option_that_is_not_even_offered_says_so() {
    assertThat(reason("drivers/wifi/core/main.c").text())
        .isEqualTo(
            "drivers/wifi/core/main.c is compiled by CONFIG_WIRELESS,"
                + " which is not set, nor offered by this configuration");
  }

  @Test
  void parts_of_an_object_have_an_option_of_their_own() {
    assertThat(reason("fs/ext4/acl.c").options()).containsExactly("CONFIG_EXT4_ACL");
    assertThat(reason("fs/ext4/sub/deep.c").options()).containsExactly("CONFIG_EXT4_ACL");
    assertThat(reason("fs/ext4/inode.c").kind()).isEqualTo(Kind.SAME_CODE);
    assertThat(reason("fs/ext4/b.c").options()).containsExactly("CONFIG_MORE");
  }

  @Test
  void several_options_are_named_from_the_file_outwards() {
    write("fs/Makefile", "obj-$(CONFIG_DISKS) += ext4/\n");

    assertThat(reason("fs/ext4/acl.c").text())
        .isEqualTo(
            "fs/ext4/acl.c is compiled by CONFIG_EXT4_ACL and CONFIG_DISKS, none of which is y");
  }

  @Test
  void a_file_that_is_compiled_did_not_change_its_code() {
    assertThat(reason("kernel/kcov.c").text())
        .startsWith("kernel/kcov.c is compiled by CONFIG_KCOV, which is set; the change makes no");
    assertThat(reason("kernel/exit.c").text()).startsWith("kernel/exit.c is always compiled;");
  }

  @Test
  void modules_are_no_part_of_the_kernel() {
    write("drivers/net/Makefile", "obj-$(CONFIG_DUMMY) += dummy.o\nobj-m += only.o\n");

    assertThat(reason("drivers/net/dummy.c").text())
        .endsWith("by CONFIG_DUMMY, which is m: a module is no part of the kernel");
    assertThat(reason("drivers/net/only.c").text())
        .endsWith("as a module alone, which is no part of the kernel");
  }

  @Test
  void conditions_are_followed_where_they_are_plain() {
    write(
        "kernel/Makefile",
        """
        ifneq ($(CONFIG_SMP),y)
        obj-y += up.o
        else
        obj-y += smp.o
        endif
        ifdef CONFIG_NOPE
        obj-y += nope.o
        endif
        """);

    assertThat(reason("kernel/up.c").text())
        .isEqualTo(
            "kernel/up.c is compiled under \"ifneq ($(CONFIG_SMP),y)\", which does not hold");
    assertThat(reason("kernel/smp.c").text())
        .contains("always compiled (under \"the else of ifneq ($(CONFIG_SMP),y)\");");
    assertThat(reason("kernel/nope.c").kind()).isEqualTo(Kind.NOT_COMPILED);
  }

  @Test
  void what_is_no_code_of_this_kernel_is_told_by_its_path() {
    assertThat(reason("Documentation/dev-tools/kcov.rst").kind()).isEqualTo(Kind.NOT_KERNEL);
    assertThat(reason("MAINTAINERS").kind()).isEqualTo(Kind.NOT_KERNEL);
    assertThat(reason("lib/Kconfig.debug").kind()).isEqualTo(Kind.BUILD_FILE);
    assertThat(reason("kernel/Makefile").kind()).isEqualTo(Kind.BUILD_FILE);
    assertThat(reason("include/linux/kcov.h").kind()).isEqualTo(Kind.HEADER);
    assertThat(reason("arch/arm64/mm/fault.c").text())
        .isEqualTo("arch/arm64/mm/fault.c is of the architecture arm64, and this kernel is of x86");
    assertThat(reason("nowhere/at/all.c").kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void the_makefiles_are_those_after_the_series() {
    Overlay overlay =
        new Overlay(
            Map.of(
                "drivers/net/new.c",
                new Overlay.Present(new byte[0], false),
                "drivers/net/Makefile",
                new Overlay.Present(
                    "obj-$(CONFIG_NEW) += new.o\n".getBytes(StandardCharsets.UTF_8), false)));

    assertThat(new CompiledBy(tree, overlay, "x86_64", DotConfig.parse(CONFIG)).reasons())
        .extracting(NoOpReason::kind)
        .containsExactly(Kind.BUILD_FILE, Kind.NOT_COMPILED);
  }

  @Test
  void odd_makefiles_are_passed_over() {
    write(
        "kernel/Makefile",
        "endif\nelse\nobj-$( += (\n$(((\n\\\n= =\nfoo-y := foo.o\nobj-y += $(foo-y)\n"
            + "a-y := b.o\nb-y := a.o\nc-y += c.o \\");

    assertThat(reason("kernel/a.c").kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(reason("kernel/c.c").kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(reason("kernel/foo.c").kind()).isEqualTo(Kind.SAME_CODE);
    assertThat(reason("no-dot").kind()).isEqualTo(Kind.NOT_KERNEL);
    assertThat(reason("kernel/").kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void a_makefile_that_is_made_to_be_slow_is_not_read_to_its_end() {
    write(
        "kernel/Makefile",
        "a-y += x.o\nb-y += a.o\nc-y += b.o\nd-y += c.o\n".repeat(3000) + "-$(".repeat(20000));

    assertThat(reason("kernel/x.c").kind()).isEqualTo(Kind.UNKNOWN);
  }

  private NoOpReason reason(String file) {
    return new CompiledBy(tree, Overlay.none(), "x86_64", DotConfig.parse(CONFIG)).reason(file);
  }

  private void write(String path, String content) {
    try {
      Path file = tree.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
