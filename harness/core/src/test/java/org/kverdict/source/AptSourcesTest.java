// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourcesTest {
  @TempDir Path etcApt;

  @Test
  void reads_lines() throws IOException {
    write(
        "sources.list",
        """
        # deb http://commented/debian bookworm main
        deb http://mirror/debian bookworm main contrib
        deb-src http://mirror/debian/ bookworm-updates main
        deb [arch=amd64 signed-by=/k.gpg] http://security/debian-security bookworm-security main
        deb cdrom:[Debian]/ bookworm main
        """);

    assertThat(AptSources.read(etcApt))
        .isEqualTo(
            new AptSources(
                List.of("http://mirror/debian"), List.of("http://security/debian-security")));
  }

  @Test
  void reads_stanzas() throws IOException {
    write(
        "sources.list.d/debian.sources",
        """
        Types: deb deb-src
        URIs: http://one/debian http://two/debian/
        Suites: trixie trixie-updates
        Components: main
        Signed-By:
         -----BEGIN PGP PUBLIC KEY BLOCK-----
         .
         URIs: http://in-a-key/debian

        Types: deb
        Enabled: no
        URIs: http://off/debian
        Suites: trixie
        Components: main

        types: deb
        uris: http://security/debian-security
        suites: trixie-security
        components:
         main
         contrib
        """);

    AptSources sources = AptSources.read(etcApt);

    assertThat(sources.mirrorsOf("bookworm"))
        .containsExactly("http://one/debian", "http://two/debian");
    assertThat(sources.mirrorsOf("bullseye-security"))
        .containsExactly("http://security/debian-security");
  }

  @Test
  void other_peoples_repositories_are_no_mirrors_of_debian() throws IOException {
    write("sources.list", "deb http://mirror/debian bookworm main\n");
    write(
        "sources.list.d/docker.list",
        "deb https://download.docker.com/linux/debian bookworm stable\n");
    write(
        "sources.list.d/pgdg.list",
        "deb http://apt.postgresql.org/pub/repos/apt bookworm-pgdg main\n");
    write(
        "sources.list.d/google.list",
        "deb [arch=amd64] https://dl.google.com/linux/chrome/deb/ stable-chrome main\n");
    write("sources.list.d/old.list.save", "deb http://saved/debian bookworm main\n");

    assertThat(AptSources.read(etcApt).archive()).containsExactly("http://mirror/debian");
  }

  @Test
  void a_host_without_apt_has_no_mirrors() {
    assertThat(AptSources.read(etcApt.resolve("none")))
        .isEqualTo(new AptSources(List.of(), List.of()));
  }

  private void write(String name, String content) throws IOException {
    Path file = etcApt.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
