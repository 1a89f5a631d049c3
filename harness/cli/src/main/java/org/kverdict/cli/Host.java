// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import org.kverdict.plan.Home;
import org.kverdict.process.CommandRunner;
import org.kverdict.process.HostProcesses;
import org.kverdict.process.Supervision;
import org.kverdict.store.Store;

/**
 * What commands work with on this host.
 *
 * @param supervision how children are tied to this process
 * @param commands starts programs
 * @param store the cache
 * @param home kverdict's own folder
 */
record Host(Supervision supervision, CommandRunner commands, Store store, Home home) {

  static Host open() {
    Home home = Home.locate();
    Supervision supervision = Supervision.probe();
    Store store = Store.open(Store.defaultRoot(System.getenv()));
    return new Host(supervision, new HostProcesses(supervision), store, home);
  }
}
