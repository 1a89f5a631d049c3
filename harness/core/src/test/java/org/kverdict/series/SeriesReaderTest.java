// SPDX-License-Identifier: Apache-2.0
package org.kverdict.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kverdict.failure.UsageException;
import org.kverdict.fake.RecordingRunner;

class SeriesReaderTest {
  private static final String DIFF =
      """
      diff --git a/a.c b/a.c
      --- a/a.c
      +++ b/a.c
      @@ -1 +1 @@
      -one
      +two
      """;

  @TempDir Path folder;
  private Path series;

  @BeforeEach
  void make_a_folder() throws IOException {
    series = Files.createDirectories(folder.resolve("series"));
  }

  @Test
  void patches_in_a_folder_come_in_the_order_of_their_names() throws IOException {
    write("0002-second.patch", mail("[PATCH 2/2] kcov: second", DIFF));
    write("0010-tenth.patch", mail("[PATCH] kcov: tenth", DIFF));
    write("0001-first.patch", mail("[PATCH 1/2] kcov: first", DIFF));
    write("README", "not a patch");

    assertThat(read(series).patches())
        .extracting(Patch::number, Patch::name, Patch::subject, Patch::author)
        .containsExactly(
            tuple(1, "0001-first.patch", "kcov: first", "Ann Author <ann@example.org>"),
            tuple(2, "0002-second.patch", "kcov: second", "Ann Author <ann@example.org>"),
            tuple(3, "0010-tenth.patch", "kcov: tenth", "Ann Author <ann@example.org>"));
  }

  @Test
  void an_mbox_is_taken_apart_and_its_cover_letter_and_replies_left_out() throws IOException {
    write(
        "v3.mbox",
        mail("[PATCH v3 0/2] kcov: all of it", "Two patches.\n")
            + mail("[PATCH v3 1/2] kcov: first", DIFF)
            + mail("Re: [PATCH v3 1/2] kcov: first", "> " + DIFF.replace("\n", "\n> ") + "\nLGTM\n")
            + mail("[PATCH v3 2/2] kcov: second", DIFF.replace("two", "three")));

    Series read = read(series.resolve("v3.mbox"));

    assertThat(read.patches())
        .extracting(Patch::number, Patch::name, Patch::subject)
        .containsExactly(
            tuple(1, "v3.mbox#2", "kcov: first"), tuple(2, "v3.mbox#4", "kcov: second"));
    assertThat(diff(read.patches().get(1))).contains("+three");
  }

  @Test
  void the_diff_of_a_mail_is_without_its_text_and_its_signature() throws IOException {
    write(
        "a.patch", mail("[PATCH] x", "Why it is.\n---\n v2: better\n\n" + DIFF + "-- \n2.39.5\n"));

    assertThat(diff(read(series).patches().get(0))).startsWith("---").contains(DIFF);
    assertThat(diff(read(series).patches().get(0))).doesNotContain("Why it is.");
  }

  @Test
  void quoted_printable_is_decoded() throws IOException {
    String body =
        DIFF.replace("+two", "+two =3D =C3=A4").replace("=", "=").replace("+++", "+=\n++");
    write(
        "a.patch",
        mail(
            "=?UTF-8?q?=5BPATCH=5D_kcov=3A_=C3=A4?=",
            body,
            "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n"));

    Patch patch = read(series).patches().get(0);

    assertThat(patch.subject()).isEqualTo("kcov: ä");
    assertThat(diff(patch)).startsWith(DIFF.replace("+two", "+two = ä"));
  }

  @Test
  void base64_is_decoded() throws IOException {
    String encoded =
        Base64.getMimeEncoder(72, new byte[] {'\n'})
            .encodeToString(DIFF.getBytes(StandardCharsets.UTF_8));
    write(
        "a.eml",
        mail(
            "[PATCH] x",
            encoded + "\n",
            "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64\n"));

    assertThat(diff(read(series).patches().get(0))).isEqualTo(DIFF);
  }

  @Test
  void a_bare_diff_is_a_patch_named_after_its_file() throws IOException {
    write("1.diff", DIFF);
    write("2.patch", DIFF.substring(DIFF.indexOf("---")));
    write("3.patch", "Index: a.c\n" + DIFF.substring(DIFF.indexOf("---")));

    assertThat(read(series).patches())
        .extracting(Patch::name, Patch::subject)
        .containsExactly(
            tuple("1.diff", "1.diff"), tuple("2.patch", "2.patch"), tuple("3.patch", "3.patch"));
    assertThat(diff(read(series).patches().get(0))).isEqualTo(DIFF);
  }

  @Test
  void a_description_may_stand_before_the_diff_as_quilt_has_it() throws IOException {
    write("a.patch", "From: Ann Author <ann@example.org>\nSubject: kcov: x\n\nWhy.\n\n" + DIFF);

    assertThat(read(series).patches())
        .singleElement()
        .satisfies(patch -> assertThat(patch.subject()).isEqualTo("kcov: x"))
        .satisfies(patch -> assertThat(diff(patch)).contains(DIFF));
  }

  @Test
  void one_file_alone_is_a_series() throws IOException {
    write("a.patch", mail("[PATCH] x", DIFF));

    assertThat(read(series.resolve("a.patch")).patches()).hasSize(1);
  }

  @Test
  void a_series_that_is_not_there_is_told_of() {
    assertThatThrownBy(() -> read(folder.resolve("none")))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "the series "
                + folder.resolve("none")
                + " does not exist: want a folder of patches or an mbox");
  }

  @Test
  void a_folder_without_patches_is_told_of() {
    assertThatThrownBy(() -> read(series))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is empty: no *.patch");
  }

  @Test
  void mails_without_a_patch_are_told_of() throws IOException {
    write("0000-cover.patch", mail("[PATCH 0/1] nothing", "Nothing.\n"));

    assertThatThrownBy(() -> read(series))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has no patch in it: no mail carries a diff");
  }

  @Test
  void an_empty_file_is_told_of() throws IOException {
    write("a.patch", "");

    assertThatThrownBy(() -> read(series))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("a.patch is empty");
  }

  private Series read(Path path) throws IOException {
    Path scratch = Files.createTempDirectory(folder, "scratch");
    return new SeriesReader(new RecordingRunner(), scratch).read(path);
  }

  private static String diff(Patch patch) {
    return new String(patch.diff(), StandardCharsets.UTF_8);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(series.resolve(name), content);
  }

  private static String mail(String subject, String body) {
    return mail(subject, body, "");
  }

  private static String mail(String subject, String body, String headers) {
    return "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
        + "From: Ann Author <ann@example.org>\n"
        + "Date: Mon, 2 Nov 2026 10:00:00 +0000\n"
        + "Subject: "
        + subject
        + "\n"
        + headers
        + "\n"
        + body
        + "\n";
  }
}
