package org.ringfence.web.it;

import java.io.File;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What is deployed, and the empty database it meets. */
final class Delivered {
  /**
   * Lets the runner's requests through: the portal asks everybody to sign in who calls an address
   * it does not know.
   */
  private static final String OPEN_TO_THE_RUNNER =
      """
      <web-fragment xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <name>test-runner-access</name>
        <security-constraint>
          <web-resource-collection>
            <web-resource-name>test runner</web-resource-name>
            <url-pattern>/ArquillianServletRunnerEE9</url-pattern>
          </web-resource-collection>
        </security-constraint>
      </web-fragment>
      """;

  private Delivered() {}

  /** The archive that the build made, together with the tests that run inside it. */
  static WebArchive withTests(Class<?>... tests) throws URISyntaxException {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/ringfence.war"))
        .addClasses(tests)
        .addAsLibraries(
            new File(Assertions.class.getProtectionDomain().getCodeSource().getLocation().toURI()))
        .addAsLibraries(
            ShrinkWrap.create(JavaArchive.class, "test-runner-access.jar")
                .addAsManifestResource(new StringAsset(OPEN_TO_THE_RUNNER), "web-fragment.xml"));
  }

  /**
   * Makes the database that the environment names anew. Its name must end in {@code _test}: what is
   * in it is lost.
   */
  static void emptyDatabase() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                setting("RINGFENCE_DB_URL"),
                setting("RINGFENCE_DB_USER"),
                setting("RINGFENCE_DB_PASSWORD"));
        Statement sql = connection.createStatement()) {
      String name = connection.getCatalog();
      if (!name.matches("[a-z0-9_]+_test")) {
        throw new IllegalStateException(
            "RINGFENCE_DB_URL names the database "
                + name
                + "; these tests empty theirs, so its name must end in _test");
      }
      sql.executeUpdate("DROP DATABASE " + name);
      sql.executeUpdate(
          "CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci");
    }
  }

  private static String setting(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set; ./ringfence test sets it");
    }
    return value;
  }
}
