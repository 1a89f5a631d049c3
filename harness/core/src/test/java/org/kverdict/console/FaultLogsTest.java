// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Against the logs in {@code faultlogs/}; {@code -Dkverdict.golden=update} writes their headers
 * anew, and whoever does that reads the difference.
 */
class FaultLogsTest {

  @TestFactory
  Stream<DynamicTest> each_log_has_the_faults_that_its_header_tells() throws IOException {
    return FaultLog.all().stream()
        .map(log -> DynamicTest.dynamicTest(log.file().getFileName().toString(), () -> check(log)));
  }

  @Test
  void most_of_the_logs_are_of_faults_that_were_provoked() throws IOException {
    List<FaultLog> logs = FaultLog.all();
    long provoked = logs.stream().filter(log -> log.origin().startsWith("## provoked: ")).count();

    assertThat(logs).hasSizeGreaterThanOrEqualTo(60);
    assertThat(provoked).isGreaterThan(logs.size() / 2);
  }

  private static void check(FaultLog log) throws IOException {
    assertThat(log.origin()).matches("## (provoked|composed): .+");
    List<String> found = FaultLog.describe(KernelLog.faults(log.log()));
    if (System.getProperty("kverdict.golden", "").equals("update")) {
      log.rewrite(found);
      return;
    }
    assertThat(found).isEqualTo(log.expected());
  }
}
