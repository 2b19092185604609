package org.ringfence.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.tenant.TenantId;

/**
 * Holds the dependency table of the design. Every rule runs twice: over the product, where it must
 * find nothing, and over fixtures that break it on purpose, where it must name the class that does.
 */
class ArchitectureTest {

  private static final String PRODUCT = "org.ringfence";
  private static final String FIXTURES = "org.ringfence.architecture.fixture";

  /** Module (its package below the root) to the modules it may use. */
  private static final Map<String, Set<String>> TABLE = table();

  private static final JavaClasses PRODUCT_CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/domain/memory/"))
          .importPackages(PRODUCT);

  private static final JavaClasses FIXTURE_CLASSES =
      new ClassFileImporter().importPackages(FIXTURES);

  private static Map<String, Set<String>> table() {
    Map<String, Set<String>> table = new LinkedHashMap<>();
    table.put("domain", Set.of());
    table.put("hypervisor", Set.of());
    table.put("hypervisor.qemu", Set.of("hypervisor"));
    table.put("hypervisor.incus", Set.of("hypervisor"));
    table.put("hypervisor.simulator", Set.of("hypervisor"));
    table.put("persistence", Set.of("domain"));
    table.put("config", Set.of("domain"));
    table.put("reconciler", Set.of("domain", "config", "hypervisor"));
    table.put("dialer", Set.of("domain"));
    table.put("widget", Set.of("domain"));
    table.put("web", Set.of("domain", "config"));
    return table;
  }

  /** A rule, and the fixture class that breaks it. */
  private record Rule(String sentence, String violator, Function<String, ArchRule> on) {}

  @TestFactory
  Stream<DynamicTest> theProductKeepsEveryRule() {
    return rules()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.sentence(), () -> rule.on().apply(PRODUCT).check(PRODUCT_CLASSES)));
  }

  @TestFactory
  Stream<DynamicTest> everyRuleCatchesTheFixtureThatBreaksIt() {
    return rules()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.sentence(),
                    () -> {
                      EvaluationResult result = rule.on().apply(FIXTURES).evaluate(FIXTURE_CLASSES);
                      assertThat(result.getFailureReport().getDetails())
                          .as("what the rule says of its fixture")
                          .anyMatch(detail -> detail.contains(FIXTURES + "." + rule.violator()));
                    }));
  }

  private static Stream<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    Map<String, String> violators =
        Map.of(
            "domain", "domain.ReachingDialer",
            "persistence", "persistence.ReachingWeb",
            "config", "config.ReachingPersistence",
            "hypervisor", "hypervisor.ReachingDomain",
            "hypervisor.qemu", "hypervisor.qemu.ReachingReconciler",
            "hypervisor.incus", "hypervisor.incus.ReachingReconciler",
            "reconciler", "reconciler.ReachingPersistence",
            "dialer", "dialer.ReachingConfig",
            "widget", "widget.ReachingDialer",
            "web", "web.ReachingDialer");
    violators.forEach(
        (module, violator) ->
            rules.add(
                new Rule(
                    module + " uses only " + TABLE.get(module),
                    violator,
                    root -> modulesOutsideTheTable(root, module))));
    rules.add(
        new Rule(
            "domain needs nothing but the JDK and jspecify",
            "domain.UsingALibrary",
            root ->
                noClasses()
                    .that()
                    .resideInAPackage(root + ".domain..")
                    .should()
                    .dependOnClassesThat()
                    .resideOutsideOfPackages(
                        "java..", "javax.crypto..", "org.jspecify..", "org.ringfence..")));
    rules.add(
        new Rule(
            "only persistence speaks SQL",
            "dialer.SpeakingSql",
            root ->
                noClasses()
                    .that()
                    .resideInAPackage(root + "..")
                    .and()
                    .resideOutsideOfPackage(root + ".persistence..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                        "jakarta.persistence..",
                        "org.hibernate..",
                        "java.sql..",
                        "org.flywaydb..")));
    rules.add(
        new Rule(
            "only AmiGateway knows the AMI library",
            "dialer.SecondGateway",
            root ->
                noClasses()
                    .that()
                    .resideInAPackage(root + "..")
                    .and(
                        describe(
                            "are not AmiGateway",
                            (JavaClass c) -> !c.getName().startsWith(root + ".dialer.AmiGateway")))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.asteriskjava..")));
    rules.add(
        new Rule(
            "repositories take the tenant first, or say why not",
            "domain.LeakyRepository",
            root ->
                methods()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideInAPackage(root + ".domain..")
                    .and()
                    .areDeclaredInClassesThat()
                    .haveSimpleNameEndingWith("Repository")
                    .and(isNotMarkedAcrossTenants())
                    .should(TenantFirst.CONDITION)));
    rules.add(
        new Rule(
            "time comes from an injected clock",
            "reconciler.ReadingTheClock",
            root ->
                noClasses()
                    .that()
                    .resideInAPackage(root + "..")
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")));
    return rules.stream();
  }

  private static DescribedPredicate<JavaMethod> isNotMarkedAcrossTenants() {
    return describe(
        "are not marked @AcrossTenants",
        method ->
            !method.isAnnotatedWith(AcrossTenants.class)
                && !method.getOwner().isAnnotatedWith(AcrossTenants.class));
  }

  private static ArchRule modulesOutsideTheTable(String root, String module) {
    return noClasses()
        .that(describe("belong to " + module, (JavaClass c) -> module.equals(moduleOf(root, c))))
        .should()
        .dependOnClassesThat(
            describe(
                "belong to a module that " + module + " may not use",
                (JavaClass c) -> {
                  String other = moduleOf(root, c);
                  return !other.isEmpty()
                      && !other.equals(module)
                      && !TABLE.get(module).contains(other);
                }));
  }

  /**
   * The module a class belongs to below a root; the longest package wins. Empty when it is none of
   * ours.
   */
  private static String moduleOf(String root, JavaClass c) {
    String longest = "";
    for (String module : TABLE.keySet()) {
      String prefix = root + "." + module;
      boolean inside =
          c.getPackageName().equals(prefix) || c.getPackageName().startsWith(prefix + ".");
      if (inside && module.length() > longest.length()) {
        longest = module;
      }
    }
    return longest;
  }

  /** The first parameter is the tenant. */
  private static final class TenantFirst {
    private static final ArchCondition<JavaMethod> CONDITION =
        new ArchCondition<>("take a TenantId first") {
          @Override
          public void check(JavaMethod method, ConditionEvents events) {
            boolean first =
                !method.getRawParameterTypes().isEmpty()
                    && method.getRawParameterTypes().get(0).isEquivalentTo(TenantId.class);
            if (!first) {
              events.add(
                  SimpleConditionEvent.violated(
                      method, method.getFullName() + " does not take a TenantId first"));
            }
          }
        };
  }
}
