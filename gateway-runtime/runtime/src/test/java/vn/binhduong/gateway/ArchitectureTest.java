package vn.binhduong.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The shape of the house, as the build sees it. A rule that must give way is changed here, in the
/// open.
class ArchitectureTest {
  private static final String ROOT = "vn.binhduong.gateway";
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT)
          // Never on a device, and it looks at both sides of the driver API.
          .that(not(resideInAPackage(ROOT + ".driver.testkit..")));

  private static String in(String part) {
    return ROOT + "." + part + "..";
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(false).check(OURS);
  }

  /// A part may be used by itself and by the parts named; settings records may also be used by
  /// config.
  private static void usedOnlyBy(String part, DescribedPredicate<JavaClass> open, String... users) {
    String[] allowed = new String[users.length + 1];
    allowed[0] = in(part);
    for (int i = 0; i < users.length; i++) {
      allowed[i + 1] = users[i].isEmpty() ? ROOT : in(users[i]);
    }
    check(
        classes()
            .that(resideInAPackage(in(part)).and(not(open)))
            .should()
            .onlyHaveDependentClassesThat(resideInAnyPackage(allowed)));
  }

  private static final DescribedPredicate<JavaClass> SETTINGS =
      belongTo(simpleNameEndingWith("Settings"));

  // A driver must build and be tested without the gateway, and no driver may lean on another.
  // A protocol's own link may stand on the link of its transport.
  @Test
  void driversDependOnTheDriverApiAlone() {
    for (String driver :
        new String[] {"coap", "linux", "modbus", "mqtt", "pi4j", "serial", "simulated", "snmp"}) {
      check(
          noClasses()
              .that()
              .resideInAPackage(in("driver." + driver))
              .should()
              .dependOnClassesThat(
                  resideInAPackage(ROOT + "..")
                      .and(
                          not(
                              resideInAnyPackage(
                                  ROOT + ".driver", in("driver." + driver), in("driver.link"))))));
    }
  }

  // A transport knows no instrument.
  @Test
  void linksDependOnTheDriverApiAlone() {
    check(
        noClasses()
            .that()
            .resideInAPackage(in("driver.link"))
            .should()
            .dependOnClassesThat(
                resideInAPackage(ROOT + "..")
                    .and(not(resideInAnyPackage(ROOT + ".driver", in("driver.link"))))));
  }

  @Test
  void theDriverApiUsesTheJdkAlone() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".driver")
            .should()
            .dependOnClassesThat(
                not(resideInAnyPackage(ROOT + ".driver", "java..", "org.jspecify.."))));
  }

  // An IOC developer uses the contract without the gateway.
  @Test
  void theContractStandsAlone() {
    check(
        noClasses()
            .that()
            .resideInAPackage(in("contract"))
            .should()
            .dependOnClassesThat(
                resideInAPackage(ROOT + "..").and(not(resideInAPackage(in("contract"))))));
  }

  @Test
  void nobodyUsesTheCompositionRoot() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT));
  }

  @Test
  void theWorkingPartsAreUsedByTheRootOnly() {
    usedOnlyBy("acquisition", SETTINGS, "");
    usedOnlyBy("pipeline", SETTINGS, "");
    usedOnlyBy("uplink", SETTINGS, "");
    usedOnlyBy("control", SETTINGS, "");
    usedOnlyBy("management", SETTINGS, "");
    usedOnlyBy("update", SETTINGS, "");
    usedOnlyBy("store", SETTINGS, "", "uplink");
    usedOnlyBy("change", SETTINGS, "");
    usedOnlyBy("calibration", SETTINGS, "");
    usedOnlyBy("config", DescribedPredicate.alwaysFalse(), "", "control", "change");
  }

  // Configuration knows the shape of the other parts' settings, never their behaviour.
  @Test
  void configUsesOnlySettingsOfOtherParts() {
    check(
        noClasses()
            .that()
            .resideInAPackage(in("config"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                        in("acquisition"),
                        in("pipeline"),
                        in("uplink"),
                        in("store"),
                        in("control"),
                        in("management"),
                        in("update"),
                        in("clock"),
                        in("health"))
                    .and(not(SETTINGS))));
  }

  @Test
  void modelAndHealthUseNothingOfOurs() {
    check(
        noClasses()
            .that()
            .resideInAPackage(in("health"))
            .should()
            .dependOnClassesThat(
                resideInAPackage(ROOT + "..").and(not(resideInAPackage(in("health"))))));
    check(
        noClasses()
            .that()
            .resideInAPackage(in("model"))
            .should()
            .dependOnClassesThat(
                resideInAPackage(ROOT + "..")
                    .and(not(resideInAnyPackage(in("model"), ROOT + ".driver")))));
  }

  @Test
  void librariesStayBehindOnePackage() {
    check(
        noClasses()
            .that(not(resideInAPackage(in("store"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.sqlite.."));
    check(
        noClasses()
            .that(not(resideInAnyPackage(in("uplink"), in("driver.mqtt"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.paho.."));
    check(
        noClasses()
            .that(not(resideInAPackage(in("settings"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.snakeyaml.."));
    check(
        noClasses()
            .that(not(resideInAPackage(in("management"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.leshan.."));
    check(
        noClasses()
            .that(not(resideInAnyPackage(in("management"), in("driver.coap"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.californium.."));
  }

  // One place reads the wall clock, so that no timer and no time stamp can be bent by a step of it.
  @Test
  void theWallClockIsReadInOnePlace() {
    check(
        noClasses()
            .that(not(resideInAPackage(in("clock"))))
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(java.time.InstantSource.class, "system"));
  }

  @Test
  void nothingPrintsOutsideTheCommandLine() {
    check(
        noClasses()
            .that(not(simpleNameStartingWith("Main")))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"));
  }

  @Test
  void partsHaveNoCycles() {
    check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
  }
}
