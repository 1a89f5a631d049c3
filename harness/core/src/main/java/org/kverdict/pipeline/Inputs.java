// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.util.List;
import java.util.Optional;
import org.kverdict.build.Toolchain;
import org.kverdict.plan.Plan;
import org.kverdict.report.VerdictDocument;
import org.kverdict.series.Series;
import org.kverdict.source.Tree;
import org.kverdict.store.ContentHash;

/** What was tested exactly, for the document. */
record Inputs(Plan plan, Tree tree, Series series, ConfigFragments config, Toolchain toolchain) {

  VerdictDocument.Inputs withoutGuest() {
    return with(Optional.empty());
  }

  VerdictDocument.Inputs with(Guests guests) {
    return with(Optional.of(guests));
  }

  private VerdictDocument.Inputs with(Optional<Guests> guests) {
    List<VerdictDocument.HashedInput> patches =
        series.patches().stream()
            .map(p -> new VerdictDocument.HashedInput(p.name(), ContentHash.of(p.diff())))
            .toList();
    return new VerdictDocument.Inputs(
        Version.text(),
        tree.spec(),
        tree.revision(),
        tree.hash(),
        tree.version(),
        patches,
        plan.arch(),
        config.inputs(),
        toolchain.versions(),
        guests.map(Guests::qemu),
        guests.map(Guests::word),
        guests.map(Guests::initramfsHash),
        plan.tests());
  }
}
