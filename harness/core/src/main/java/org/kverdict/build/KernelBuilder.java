// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.kconfig.DotConfig;
import org.kverdict.kconfig.OptionIndex;
import org.kverdict.kconfig.Setting;
import org.kverdict.process.Command;
import org.kverdict.process.CommandResult;
import org.kverdict.process.CommandRunner;
import org.kverdict.series.Overlay;
import org.kverdict.store.ContentHash;
import org.kverdict.store.FolderLock;
import org.kverdict.store.Folders;
import org.kverdict.store.Scratch;
import org.kverdict.store.Store;

/**
 * Builds the steps of one request in one workspace, each incrementally on the one before, and keeps
 * the kernels. A step whose kernel is in the cache calls no {@code make}.
 */
public final class KernelBuilder {
  private static final Duration BOUND = Duration.ofHours(6);

  /** What GNU make exits with if something does not build; 1 is for "make -q" only. */
  private static final int MAKE_FAILED = 2;

  private static final Pattern KILLED =
      Pattern.compile("Killed signal terminated program|(?m)(^|: |\\s)Killed\\s*$");

  /** How kernels are built and what is kept of them; another number makes all of them anew. */
  private static final String RECIPE = "2";

  private final Store store;
  private final CommandRunner commands;
  private final BuildRequest request;
  private final KernelCache cache;
  private final Consumer<String> progress;

  /**
   * @param store where workspaces and kernels are
   * @param commands starts make
   * @param request what all steps have in common
   * @param progress receives a line whenever something slow begins
   */
  public KernelBuilder(
      Store store, CommandRunner commands, BuildRequest request, Consumer<String> progress) {
    this.store = store;
    this.commands = commands;
    this.request = request;
    this.progress = progress;
    this.cache = new KernelCache(store);
  }

  /** What a step's kernel is kept under. */
  public String key(Overlay overlay) {
    return ContentHash.start()
        .add(RECIPE)
        .add(request.tree().hash())
        .add(overlay.hash())
        .add(request.config().toConfigLines())
        .add(request.toolchain().hash())
        .add(request.target().toString())
        .hex();
  }

  /** The step's kernel if it is in the cache. */
  public Optional<Kernel> find(Overlay overlay) {
    return cache.find(key(overlay));
  }

  /**
   * The step's kernel, built if it is not in the cache.
   *
   * @param overlay the step's sources
   * @param failureLog where all that {@code make} said goes if it fails
   */
  public BuildOutcome build(Overlay overlay, Path failureLog) {
    Optional<Kernel> found = find(overlay);
    if (found.isPresent()) {
      return new BuildOutcome.Built(found.get());
    }
    String name = workspaceName();
    try (FolderLock lock =
        store.lock(
            "work", name, () -> progress.accept("waiting for another run that builds this tree"))) {
      Optional<Kernel> meanwhile = find(overlay);
      if (meanwhile.isPresent()) {
        return new BuildOutcome.Built(meanwhile.get());
      }
      Path folder = Folders.make(store.path("work", name));
      // Compilers' temporary files, which they leave if they are killed.
      try (Scratch scratch = store.scratch()) {
        Workspace workspace =
            new Workspace(folder, request.tree().folder(), scratch.folder(), commands);
        workspace.prepare();
        return build(overlay, workspace, failureLog);
      }
    }
  }

  private String workspaceName() {
    return ContentHash.start()
        .add(request.tree().hash())
        .add(request.config().toConfigLines())
        .add(request.toolchain().hash())
        .add(request.target().toString())
        .hex()
        .substring(0, 16);
  }

  private BuildOutcome build(Overlay overlay, Workspace workspace, Path failureLog) {
    long start = System.nanoTime();
    Folders.write(workspace.log(), new byte[0]);
    workspace.apply(overlay);
    MakeArguments make =
        new MakeArguments(workspace.source(), workspace.output(), request.target());
    workspace.buildBegins();
    Optional<BuildOutcome> problem = configure(overlay, workspace, make, failureLog);
    if (problem.isEmpty()) {
      problem = run(make.image(request.jobs()), workspace, failureLog);
    }
    workspace.buildEnded();
    if (problem.isPresent()) {
      keepLog(workspace, failureLog);
      return problem.get();
    }
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    return new BuildOutcome.Built(
        cache.publish(key(overlay), workspace.output(), request.target(), workspace.log(), wall));
  }

  private Optional<BuildOutcome> configure(
      Overlay overlay, Workspace workspace, MakeArguments make, Path failureLog) {
    // A patch that touches Kconfig may change what the same request resolves to.
    ContentHash hash = ContentHash.start().add(request.config().toConfigLines());
    overlay.files().keySet().stream()
        .filter(KernelBuilder::configures)
        .forEach(path -> hash.add(path).add(overlay.hash()));
    String stamp = hash.hex();
    if (stamp.equals(readOrEmpty(workspace.configStamp()))) {
      return Optional.empty();
    }
    workspace.forgetConfig();
    Path dotConfig = workspace.output().resolve(".config");
    Optional<BuildOutcome> failure = run(make.tinyconfig(), workspace, failureLog);
    if (failure.isPresent()) {
      return failure;
    }
    try {
      Files.writeString(dotConfig, request.config().toConfigLines(), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot write", dotConfig, e);
    }
    failure = run(make.olddefconfig(), workspace, failureLog);
    if (failure.isPresent()) {
      return failure;
    }
    DotConfig resolved = DotConfig.parse(readOrEmpty(dotConfig));
    List<Setting> missing = resolved.missing(request.config());
    // "is not set" holds for an option that does not exist, too: those have to be looked up.
    List<Setting> unmentioned =
        request.config().settings().stream().filter(s -> !resolved.mentions(s.option())).toList();
    if (missing.isEmpty() && unmentioned.isEmpty()) {
      return remember(stamp, workspace);
    }
    OptionIndex index = OptionIndex.of(workspace.source());
    List<Setting> wrong =
        Stream.concat(missing.stream(), unmentioned.stream().filter(s -> !index.knows(s.option())))
            .distinct()
            .toList();
    if (!wrong.isEmpty()) {
      return Optional.of(
          new BuildOutcome.Misconfigured(
              wrong.stream()
                  .map(setting -> index.explain(setting, resolved.value(setting.option())))
                  .toList()));
    }
    return remember(stamp, workspace);
  }

  private static Optional<BuildOutcome> remember(String stamp, Workspace workspace) {
    Folders.write(workspace.configStamp(), stamp.getBytes(StandardCharsets.UTF_8));
    return Optional.empty();
  }

  private static void keepLog(Workspace workspace, Path failureLog) {
    try {
      Files.copy(workspace.log(), failureLog, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot keep the build log", failureLog, e);
    }
  }

  private static boolean configures(String path) {
    String name = Path.of(path).getFileName().toString();
    return name.startsWith("Kconfig") || name.equals("Makefile") || path.endsWith(".config");
  }

  private Optional<BuildOutcome> run(List<String> arguments, Workspace workspace, Path failureLog) {
    Command command =
        Command.of(arguments)
            .withOnly(MakeArguments.environment(System.getenv(), workspace.temporary()));
    workspace.logLine("$ " + command.toShell());
    CommandResult result;
    try (OutputStream log =
        new BufferedOutputStream(
            Files.newOutputStream(workspace.log(), StandardOpenOption.APPEND))) {
      result = commands.run(command, BOUND, log);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot write", workspace.log(), e);
    }
    if (result.succeeded()) {
      return Optional.empty();
    }
    if (InfrastructureException.saysDiskFull(result.stderr())) {
      throw new InfrastructureException(
          InfrastructureException.diskFull("cannot build the kernel", workspace.output()));
    }
    Optional<String> killed = killed(result);
    if (killed.isPresent()) {
      // The mark that a build is under way stays, for half an object may have stayed as well.
      throw new InfrastructureException(
          "cannot build the kernel: "
              + killed.get()
              + ", which says nothing of the patches. Is memory short? Run again: what was built"
              + " is not lost. All that make said: "
              + workspace.log());
    }
    return Optional.of(
        new BuildOutcome.Failed(
            result.exit(), BuildLog.firstErrors(readOrEmpty(workspace.log())), failureLog));
  }

  private static Optional<String> killed(CommandResult make) {
    if (make.timedOut()) {
      return Optional.of("make had not ended after " + BOUND.toHours() + " h");
    }
    // Not "more than 128": unshare of util-linux 2.38 ends with 1 if SIGKILL took its child.
    if (make.exit() != MAKE_FAILED) {
      return Optional.of("make was killed (exit status " + make.exit() + ")");
    }
    // So says gcc when the kernel's out-of-memory killer takes the compiler proper.
    // A linker that is killed leaves only the shell's word for it.
    return KILLED.matcher(make.stderr()).find()
        ? Optional.of("a compiler was killed")
        : Optional.empty();
  }

  private static String readOrEmpty(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read", file, e);
    }
  }
}
