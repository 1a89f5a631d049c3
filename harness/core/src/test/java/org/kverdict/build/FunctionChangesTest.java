// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FunctionChangesTest {

  @Test
  void names_what_changed_came_and_went_and_counts_the_rest() {
    FunctionChanges changes =
        FunctionChanges.between(
            functions(Map.of("kcov_mmap@kcov.c", "1", "kcov_open@kcov.c", "2", "gone", "3")),
            functions(Map.of("kcov_mmap@kcov.c", "9", "kcov_open@kcov.c", "2", "come", "3")));

    assertThat(changes.changed()).containsExactly("kcov_mmap");
    assertThat(changes.added()).containsExactly("come");
    assertThat(changes.removed()).containsExactly("gone");
    assertThat(changes.unchanged()).isEqualTo(1);
    assertThat(changes.none()).isFalse();
  }

  @Test
  void what_the_compiler_split_off_belongs_to_its_function() {
    FunctionChanges changes =
        FunctionChanges.between(
            functions(Map.of("f", "1", "f.cold@a.c", "2", "g.isra.0@a.c", "3")),
            functions(Map.of("f", "1", "f.cold@a.c", "9", "g.constprop.0@a.c", "3")));

    assertThat(changes.changed()).containsExactly("f", "g");
    assertThat(changes.added()).isEmpty();
    assertThat(changes.removed()).isEmpty();
  }

  @Test
  void a_name_that_several_files_have_comes_with_its_file() {
    FunctionChanges changes =
        FunctionChanges.between(
            functions(Map.of("init@a.c", "1", "init@b.c", "2")),
            functions(Map.of("init@a.c", "9", "init@b.c", "2")));

    assertThat(changes.changed()).containsExactly("init (a.c)");
    assertThat(changes.unchanged()).isEqualTo(1);
  }

  @Test
  void the_same_functions_are_no_change() {
    FunctionHashes same = functions(Map.of("f", "1", "g@a.c", "2"));

    FunctionChanges changes = FunctionChanges.between(same, same);

    assertThat(changes.none()).isTrue();
    assertThat(changes.unchanged()).isEqualTo(2);
  }

  @Test
  void the_text_form_reads_back() {
    FunctionHashes functions = functions(Map.of("f", "1a", "g.cold@a.c#2", "2b"));

    assertThat(functions.toText()).endsWith("\n1a f\n2b g.cold@a.c#2\n");
    assertThat(FunctionHashes.parse(functions.toText())).contains(functions);
    assertThat(FunctionHashes.parse("")).isEmpty();
  }

  private static FunctionHashes functions(Map<String, String> hashes) {
    return new FunctionHashes(new TreeMap<>(hashes));
  }
}
