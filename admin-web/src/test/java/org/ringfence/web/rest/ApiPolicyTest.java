package org.ringfence.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringfence.web.access.KeyAreas;

/**
 * Who may call which endpoint, over all methods of all resources: each either selects the tenant in
 * its path, to which a foreign one does not exist, or is the hoster's. A new endpoint that asks
 * nobody fails here.
 */
class ApiPolicyTest {
  private static final String OF_A_TENANT = "/tenants/{slug}";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.ringfence.web");

  static Stream<JavaClass> resources() {
    return CLASSES.stream().filter(type -> type.isAnnotatedWith(Path.class));
  }

  static Stream<JavaMethod> endpoints() {
    return resources().flatMap(type -> type.getMethods().stream()).filter(ApiPolicyTest::answers);
  }

  private static boolean answers(JavaMethod method) {
    return method.getAnnotations().stream()
        .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class));
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void everyEndpointAsksWhoCalls(JavaMethod endpoint) {
    Set<String> asked = new HashSet<>();
    follow(endpoint, asked, new HashSet<>());
    String path = endpoint.getOwner().getAnnotationOfType(Path.class).value();
    if (path.startsWith(OF_A_TENANT)) {
      assertThat(asked).as(endpoint.getFullName()).contains("select");
    } else {
      assertThat(asked).as(endpoint.getFullName()).contains("requirePlatformAdmin");
    }
  }

  /** Whoever looks at If-Match says so in the description, and nobody else. */
  @ParameterizedTest
  @MethodSource("endpoints")
  void whatLooksAtIfMatchIsDescribedSo(JavaMethod endpoint) {
    Set<String> asked = new HashSet<>();
    follow(endpoint, asked, new HashSet<>());
    assertThat(endpoint.getAnnotationOfType(Described.class).matches())
        .as(endpoint.getFullName())
        .isEqualTo(asked.contains("requireMatch"));
  }

  @Test
  void everyEndpointBelongsToAnAreaOfKeysUnlessNoKeyOpensIt() {
    assertThat(Endpoint.all(new ApiApplication().getClasses()))
        .filteredOn(endpoint -> !endpoint.path().contains("api-keys"))
        .allSatisfy(
            endpoint ->
                assertThat(
                        KeyAreas.of(
                            "/api/v1"
                                + endpoint
                                    .plainPath()
                                    .replace("{action}", "start")
                                    .replaceAll("[{}]", "")))
                    .as(endpoint.plainPath())
                    .isPresent());
  }

  @Test
  void everyResourceIsServed() {
    assertThat(resources().map(JavaClass::reflect))
        .allSatisfy(type -> assertThat(new ApiApplication().getClasses()).contains(type));
  }

  @Test
  void thereAreEndpointsToTest() {
    assertThat(endpoints()).hasSizeGreaterThan(30);
  }

  /** What a method asks {@link ApiTenant}, itself or through other methods of its class. */
  private static void follow(JavaMethod method, Set<String> asked, Set<String> seen) {
    if (!seen.add(method.getFullName())) {
      return;
    }
    for (JavaMethodCall call : method.getMethodCallsFromSelf()) {
      if (call.getTargetOwner().isEquivalentTo(ApiTenant.class)) {
        asked.add(call.getTarget().getName());
      } else if (call.getTargetOwner().equals(method.getOwner())) {
        call.getTarget()
            .resolveMember()
            .filter(JavaMethod.class::isInstance)
            .ifPresent(target -> follow(target, asked, seen));
      }
    }
  }
}
