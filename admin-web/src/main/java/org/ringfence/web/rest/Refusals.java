package org.ringfence.web.rest;

import java.util.Map;
import java.util.TreeMap;

/** What the statuses of answers mean, in the description of the API. */
final class Refusals {
  private static final Map<Integer, String> NAMES =
      Map.of(
          400, "Malformed",
          401, "Unauthorized",
          403, "Forbidden",
          404, "NotFound",
          409, "Conflict",
          412, "Changed",
          422, "Refused",
          429, "TooMany");

  /** Components by their names. */
  static final Map<String, String> ALL =
      new TreeMap<>(
          Map.of(
              "Malformed", "The body is not a JSON object.",
              "Unauthorized", "No token, or one that is not valid here or no longer.",
              "Forbidden", "The caller's roles do not allow it.",
              "NotFound", "There is no such thing here, or it is not the caller's.",
              "Conflict", "It is too late for that.",
              "Changed", "If-Match names another state than the current one.",
              "Refused", "Fields were refused; each says why and what would be right.",
              "TooMany", "There are too many of them.",
              "Problem", "Anything else that went wrong."));

  private Refusals() {}

  static String name(int status) {
    String name = NAMES.get(status);
    if (name == null) {
      throw new IllegalStateException("nothing says what " + status + " means");
    }
    return name;
  }

  static String success(int status) {
    return switch (status) {
      case 200 -> "What was asked for.";
      case 201 -> "It was created.";
      case 202 -> "The wish is stored, and will come true.";
      case 204 -> "It was done, and there is nothing to say.";
      default -> throw new IllegalStateException("nothing says what " + status + " means");
    };
  }
}
