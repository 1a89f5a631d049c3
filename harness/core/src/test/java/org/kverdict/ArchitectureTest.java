// SPDX-License-Identifier: Apache-2.0
package org.kverdict;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.util.List;
import java.util.stream.Collectors;

/** The order of the packages, as CONTRIBUTING.md tells it. */
@AnalyzeClasses(packages = "org.kverdict", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "org.kverdict.";

  /** Each may use those before it. */
  private static final List<String> ORDER =
      List.of(
          "failure",
          "process",
          "store",
          "source",
          "series",
          "kconfig",
          "build",
          "image",
          "vm",
          "vm.qemu",
          "console",
          "symbols",
          "results",
          "compare",
          // After compare: a plan says what the comparison is to find.
          "plan",
          "report",
          "pipeline",
          "doctor");

  @ArchTest
  void every_package_has_its_place(JavaClasses all) {
    assertThat(
            all.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.substring(ROOT.length()))
                .collect(Collectors.toSet()))
        .isSubsetOf(ORDER);
  }

  @ArchTest
  void each_package_uses_only_those_before_it(JavaClasses all) {
    for (int i = 0; i < ORDER.size(); i++) {
      String[] later =
          ORDER.subList(i + 1, ORDER.size()).stream().map(p -> ROOT + p).toArray(String[]::new);
      if (later.length > 0) {
        noClasses()
            .that()
            .resideInAPackage(ROOT + ORDER.get(i))
            .should()
            .dependOnClassesThat(resideInAnyPackage(later))
            .allowEmptyShould(true)
            .check(all);
      }
    }
  }

  @ArchTest
  static final ArchRule no_cycles =
      slices().matching("org.kverdict.(**)").should().beFreeOfCycles();

  /** A kernel that somebody else built boots just as well. */
  @ArchTest
  static final ArchRule a_vm_does_not_know_how_kernels_are_built =
      noClasses()
          .that()
          .resideInAPackage("org.kverdict.vm..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.kverdict.build",
              "org.kverdict.source",
              "org.kverdict.series",
              "org.kverdict.store");

  @ArchTest
  static final ArchRule what_judges_does_no_input_or_output =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.kverdict.console", "org.kverdict.results", "org.kverdict.compare")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io", "java.nio..", "java.net..", "org.kverdict.process", "org.kverdict.store");

  @ArchTest static final ArchRule nothing_prints = noClasses().should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule one_place_starts_programs =
      classes()
          .that(not(resideInAnyPackage("org.kverdict.process")))
          .should()
          .onlyDependOnClassesThat(
              not(resideInAnyPackage("org.apache.commons.exec.."))
                  .and(not(assignableTo(ProcessBuilder.class)))
                  .and(not(assignableTo(Process.class))));

  @ArchTest
  static final ArchRule nobody_calls_exec =
      noClasses()
          .should()
          .callMethod(Runtime.class, "exec", String[].class)
          .orShould()
          .callMethod(Runtime.class, "exec", String.class)
          .orShould()
          .callMethod(Runtime.class, "exec", String[].class, String[].class, File.class);

  @ArchTest
  static final ArchRule an_exit_is_the_command_lines_business =
      noClasses().should().callMethod(System.class, "exit", int.class);
}
