// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import org.kverdict.pipeline.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"kverdict " + Version.text()};
  }
}
