package org.ringfence.web.rest;

import jakarta.json.JsonObject;
import java.util.List;

/** A schema that stands in the description of the API under a name of its own. */
interface Named {
  /** As OpenAPI takes it: letters and digits. */
  String name();

  JsonObject definition();

  /** The named schemas that the definition refers to. */
  List<Named> inner();

  static JsonObject reference(String name) {
    return Kind.JSON.createObjectBuilder().add("$ref", "#/components/schemas/" + name).build();
  }
}
