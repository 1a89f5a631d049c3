// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.kconfig.Fragment;
import org.kverdict.kconfig.MergedFragments;
import org.kverdict.plan.Home;
import org.kverdict.plan.Plan;
import org.kverdict.report.VerdictDocument;
import org.kverdict.store.ContentHash;

/**
 * The fragments of a run: what the architecture and every guest need, what the plan names, and what
 * the suites bring along.
 *
 * @param merged what they ask for together
 * @param inputs their names and hashes
 */
record ConfigFragments(MergedFragments merged, List<VerdictDocument.HashedInput> inputs) {
  ConfigFragments {
    inputs = List.copyOf(inputs);
  }

  static ConfigFragments of(Plan plan, Home home) {
    Set<Path> files = new LinkedHashSet<>();
    files.add(home.ownFragment(plan.arch()));
    files.add(home.ownFragment("guest"));
    files.addAll(plan.fragments());
    plan.tests().forEach(suite -> home.suiteConfig(suite).ifPresent(files::add));
    List<Fragment> fragments = new ArrayList<>();
    List<VerdictDocument.HashedInput> inputs = new ArrayList<>();
    for (Path file : files) {
      byte[] content = read(file);
      String name = home.folder().relativize(file.toAbsolutePath()).toString();
      String shown = name.startsWith("..") ? file.toString() : name;
      fragments.add(Fragment.parse(shown, new String(content, StandardCharsets.UTF_8)));
      inputs.add(new VerdictDocument.HashedInput(shown, ContentHash.of(content)));
    }
    return new ConfigFragments(MergedFragments.of(fragments), inputs);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read the config fragment", file, e);
    }
  }
}
