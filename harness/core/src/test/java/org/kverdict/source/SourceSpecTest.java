// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kverdict.failure.UsageException;

class SourceSpecTest {
  private static final Path HERE = Path.of("/home/me");

  @ParameterizedTest
  @CsvSource({
    "debian:linux-source-5.10, debian:linux-source-5.10",
    "debian:linux-source-6.1=6.1.158-1, debian:linux-source-6.1=6.1.158-1",
    "debian:linux-source-6.12@bookworm-backports, debian:linux-source-6.12@bookworm-backports",
    "tar:linux.tar.xz, tar:/home/me/linux.tar.xz",
    "tar:/srv/linux.tar.xz, tar:/srv/linux.tar.xz",
    "tar:../a b.tar, tar:/home/a b.tar",
    "dir:., dir:/home/me",
    "dir:linux/, dir:/home/me/linux",
    "git:linux@v6.1, git:/home/me/linux@v6.1",
    "git:me@work/linux@v6.1~3, git:/home/me/me@work/linux@v6.1~3",
    "git:linux@topic/kcov, git:/home/me/linux@topic/kcov",
  })
  void every_form_is_read_and_written_back(String text, String full) {
    SourceSpec spec = SourceSpec.parse(text, HERE);

    assertThat(spec).hasToString(full);
    assertThat(SourceSpec.parse(full, Path.of("/elsewhere"))).isEqualTo(spec);
  }

  @Test
  void a_package_has_a_version_and_a_suite() {
    assertThat(
            SourceSpec.parse("debian:linux-source-6.1=6.1.158-1~deb12u1@bookworm-security", HERE))
        .isEqualTo(
            new SourceSpec.Debian(
                "linux-source-6.1",
                Optional.of("6.1.158-1~deb12u1"),
                Optional.of("bookworm-security")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "linux",
        "tar:",
        "dir:",
        "git:",
        "git:linux",
        "git:linux@",
        "git:@v6.1",
        "git:linux@--upload-pack=touch /tmp/x",
        "debian:",
        "debian:Linux",
        "debian:linux-source=",
        "debian:linux-source@",
        "debian:--option",
        "svn:linux",
        "/srv/linux",
      })
  void anything_else_is_refused_with_the_forms_there_are(String text) {
    assertThatThrownBy(() -> SourceSpec.parse(text, HERE))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("\"" + text + "\" names no source. What is understood:")
        .hasMessageContaining("git:REPO@REV");
  }
}
