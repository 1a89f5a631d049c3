// SPDX-License-Identifier: Apache-2.0
package org.kverdict.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kverdict.failure.UsageException;

class FragmentTest {

  @Test
  void settings_are_read_among_comments() {
    Fragment fragment =
        Fragment.parse(
            "kcov.config",
            """
            # Coverage.
            CONFIG_KCOV=y

              CONFIG_LOG_BUF_SHIFT=17
            CONFIG_CMDLINE="a=b # c"
            # CONFIG_SLOB is not set
            """);

    assertThat(fragment.settings())
        .containsExactly(
            new Setting("CONFIG_KCOV", "y", "kcov.config:2"),
            new Setting("CONFIG_LOG_BUF_SHIFT", "17", "kcov.config:4"),
            new Setting("CONFIG_CMDLINE", "\"a=b # c\"", "kcov.config:5"),
            new Setting("CONFIG_SLOB", "n", "kcov.config:6"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"KCOV=y", "CONFIG_KCOV", "CONFIG_KCOV y", "CONFIG_KCOV=", "CONFIG-KCOV=y"})
  void a_line_that_is_no_setting_is_named(String line) {
    assertThatThrownBy(() -> Fragment.parse("kcov.config", "# x\n" + line + "\n"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "kcov.config:2: \""
                + line
                + "\" is no setting: want CONFIG_NAME=value, or \"# CONFIG_NAME is not set\"");
  }

  @Test
  void fragments_that_agree_are_merged() {
    MergedFragments merged = merge("CONFIG_A=y\nCONFIG_C=n\n", "CONFIG_B=1\nCONFIG_A=y\n");

    assertThat(merged.toConfigLines()).isEqualTo("# CONFIG_C is not set\nCONFIG_A=y\nCONFIG_B=1\n");
  }

  @Test
  void a_contradiction_names_both_places() {
    assertThatThrownBy(() -> merge("CONFIG_A=y\n", "\n# CONFIG_A is not set\n"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("CONFIG_A: 0.config:1 wants y, but 1.config:2 wants n");
  }

  @Test
  void a_fragment_may_contradict_itself() {
    assertThatThrownBy(() -> merge("CONFIG_A=1\nCONFIG_A=2\n"))
        .hasMessageContaining("CONFIG_A: 0.config:1 wants 1, but 0.config:2 wants 2");
  }

  @ParameterizedTest
  @CsvSource({
    "CONFIG_A=y, CONFIG_A=y, ''",
    "CONFIG_A=y, CONFIG_A=m, CONFIG_A",
    "CONFIG_A=y, '# CONFIG_A is not set', CONFIG_A",
    "CONFIG_A=y, '', CONFIG_A",
    "CONFIG_A=n, '', ''",
    "CONFIG_A=n, CONFIG_A=y, CONFIG_A",
    "CONFIG_A=17, CONFIG_A=18, CONFIG_A",
  })
  void what_did_not_survive_is_found(String wanted, String resolved, String missing) {
    assertThat(DotConfig.parse(resolved).missing(merge(wanted)))
        .extracting(Setting::option)
        .isEqualTo(missing.isEmpty() ? List.of() : List.of(missing));
  }

  @Test
  void what_did_not_survive_is_explained(@TempDir Path tree) throws IOException {
    Files.createDirectories(tree.resolve("lib"));
    Files.writeString(
        tree.resolve("Kconfig"),
        "config KCOV\n\tbool \"x\"\n\tdepends on A && B\n\tdepends on C\n");
    Files.writeString(tree.resolve("lib/Kconfig.debug"), "menuconfig DEBUG_FS\n\tbool \"x\"\n");
    OptionIndex index = OptionIndex.of(tree);

    assertThat(index.explain(new Setting("CONFIG_KCOV", "y", "f:1"), "n"))
        .isEqualTo("CONFIG_KCOV=y (f:1): it became not set; it depends on A && B && C");
    assertThat(index.explain(new Setting("CONFIG_DEBUG_FS", "y", "f:2"), "m"))
        .isEqualTo("CONFIG_DEBUG_FS=y (f:2): it became m");
    assertThat(index.explain(new Setting("CONFIG_DEBUGFS", "y", "f:3"), "n"))
        .isEqualTo(
            "CONFIG_DEBUGFS=y (f:3): this tree knows no such option; did you mean CONFIG_DEBUG_FS?");
    assertThat(index.explain(new Setting("CONFIG_SOMETHING_ELSE", "y", "f:4"), "n"))
        .endsWith("this tree knows no such option");
  }

  private static MergedFragments merge(String... texts) {
    List<Fragment> fragments = new ArrayList<>();
    for (String text : texts) {
      fragments.add(Fragment.parse(fragments.size() + ".config", text));
    }
    return MergedFragments.of(fragments);
  }
}
