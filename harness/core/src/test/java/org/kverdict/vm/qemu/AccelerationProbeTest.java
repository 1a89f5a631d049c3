// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kverdict.process.HostProcesses;
import org.kverdict.process.Supervision;
import org.kverdict.vm.Acceleration;

/** The probe with a script in QEMU's place. */
@Timeout(60)
class AccelerationProbeTest {
  private static final String RUNS = "exit " + BootSector.EXIT;
  private static final String CRASHES = "echo 'qemu: Assertion failed' >&2; kill -ABRT $$";
  private static final String HANGS = "exec sleep 1000";

  @TempDir Path folder;
  private Path device;
  private Path memory;
  private Duration bound = Duration.ofSeconds(30);
  private String version = "7.2.22";

  @BeforeEach
  void paths() throws IOException {
    device = Files.createFile(folder.resolve("kvm"));
    memory = folder.resolve("cache/acceleration.json");
  }

  @Test
  void guest_that_runs_proves_kvm() throws IOException {
    assertThat(choose(RUNS).acceleration()).isEqualTo(Acceleration.KVM);
    assertThat(boots()).singleElement().asString().contains("-accel kvm").contains("-cpu max");
  }

  @Test
  void guest_that_hangs_does_not() throws IOException {
    bound = Duration.ofMillis(500);
    AccelerationChoice choice = choose(HANGS);

    assertThat(choice.acceleration()).isEqualTo(Acceleration.TCG);
    assertThat(choice.reason()).contains("a boot sector had not ended after 500 ms");
  }

  @Test
  void qemu_that_crashes_does_not() throws IOException {
    AccelerationChoice choice = choose(CRASHES);

    assertThat(choice.acceleration()).isEqualTo(Acceleration.TCG);
    assertThat(choice.reason()).contains("exit status 134, saying qemu: Assertion failed");
  }

  @Test
  void without_the_device_nothing_is_started_and_nothing_remembered() throws IOException {
    Files.delete(device);
    AccelerationChoice choice = choose(RUNS);

    assertThat(choice.acceleration()).isEqualTo(Acceleration.TCG);
    assertThat(choice.reason()).contains("there is no " + device).contains("kvm_intel");
    assertThat(boots()).isEmpty();
    assertThat(memory).doesNotExist();
  }

  @Test
  void answer_is_remembered() throws IOException {
    AccelerationChoice first = choose(CRASHES);

    assertThat(choose(RUNS)).isEqualTo(first);
    assertThat(boots()).hasSize(1);
  }

  @Test
  void another_qemu_is_probed_again() throws IOException {
    choose(CRASHES);
    version = "8.0.0";

    assertThat(choose(RUNS).acceleration()).isEqualTo(Acceleration.KVM);
  }

  @Test
  void another_boot_of_the_host_is_probed_again() throws IOException {
    AccelerationChoice first = choose(CRASHES);
    Files.writeString(memory, Files.readString(memory).replace(first.bootId(), "another"));

    assertThat(choose(RUNS).acceleration()).isEqualTo(Acceleration.KVM);
  }

  @Test
  void corrupted_memory_is_probed_again() throws IOException {
    choose(CRASHES);
    for (String corrupted : List.of("", "{", "[]", "null", "{\"acceleration\":\"MAGIC\"}")) {
      Files.writeString(memory, corrupted);
      assertThat(choose(RUNS).acceleration()).isEqualTo(Acceleration.KVM);
    }
  }

  private AccelerationChoice choose(String boot) throws IOException {
    String body =
        "case \"$*\" in --version) echo 'QEMU emulator version "
            + version
            + "'; exit;; esac\n"
            + "echo \"$*\" >> "
            + folder.resolve("boots")
            + "\n"
            + boot;
    return new AccelerationProbe(
            new HostProcesses(Supervision.DIRECT_CHILD),
            Scripts.machine(folder.resolve("qemu"), body),
            memory,
            bound,
            device)
        .choose();
  }

  private List<String> boots() throws IOException {
    Path boots = folder.resolve("boots");
    return Files.exists(boots) ? Files.readAllLines(boots) : List.of();
  }
}
