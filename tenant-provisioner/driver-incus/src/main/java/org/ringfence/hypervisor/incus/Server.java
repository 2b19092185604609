package org.ringfence.hypervisor.incus;

import java.util.List;
import java.util.Map;
import org.ringfence.hypervisor.HostName;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;

/**
 * What the server says about itself.
 *
 * @param product {@code incus} or {@code lxd}
 * @param host what it calls itself; of a cluster the member that answered
 */
record Server(String product, String version, boolean clustered, HostName host) {

  private static final HostName UNNAMED = HostName.of("server");

  /** Asks it, and refuses one that does not trust us or runs no containers. */
  static Server hello(Api api) {
    String step = "greet the server";
    Map<String, Object> answer;
    try {
      answer = Json.objectAt(api.get("/1.0"), "metadata");
    } catch (EngineException e) {
      throw Failures.ofDriver(step, e);
    }
    if (!Json.textAt(answer, "auth").equals(java.util.Optional.of("trusted"))) {
      throw Failures.ofDriver(
          step, new EngineException(403, "it does not trust our certificate", null));
    }
    Map<String, Object> environment = Json.objectAt(answer, "environment");
    String drivers = Json.textAt(environment, "driver").orElse("");
    if (!List.of(drivers.split(" \\| ", -1)).contains("lxc")) {
      throw HypervisorException.ofDriver(
          Category.EXTERNAL, step, "it runs no containers, only: " + drivers);
    }
    return new Server(
        Json.textAt(environment, "server").orElse("unknown"),
        Json.textAt(environment, "server_version").orElse("unknown"),
        Boolean.TRUE.equals(environment.get("server_clustered")),
        Json.textAt(environment, "server_name")
            .filter(HostName::isValid)
            .map(HostName::of)
            .orElse(UNNAMED));
  }
}
