package org.ringfence.hypervisor.incus;

import java.util.regex.Pattern;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.VmName;

/** Gives the engine's refusals their category and, where one is known, their remedy. */
final class Failures {
  private static final Pattern FULL =
      Pattern.compile(
          "(?i)no space left|quota exceeded|not enough (space|free|memory)|cannot allocate memory"
              + "|no available cluster member|not enough uid/gid available|too many open files");
  private static final Pattern SETTING =
      Pattern.compile("(?i)(storage pool|network|profile|cluster (member|group)).* not found");
  private static final Pattern OFFLINE =
      Pattern.compile(
          "(?i)offline|evacuated|no route to host|connection refused|missing event connection");

  private Failures() {}

  static HypervisorException of(VmName vm, String step, EngineException cause) {
    Kind kind = kind(cause);
    return dressed(HypervisorException.of(kind.category, vm, step, cause.words()), kind, cause);
  }

  /** For what concerns no single VM. */
  static HypervisorException ofDriver(String step, EngineException cause) {
    Kind kind = kind(cause);
    return dressed(HypervisorException.ofDriver(kind.category, step, cause.words()), kind, cause);
  }

  private static HypervisorException dressed(
      HypervisorException failure, Kind kind, EngineException cause) {
    HypervisorException whole = failure.withCause(cause);
    return kind.remedy.isEmpty() ? whole : whole.withRemedy(kind.remedy);
  }

  private static Kind kind(EngineException cause) {
    String words = cause.words();
    if (cause.code() == EngineException.NO_ANSWER) {
      return Kind.UNREACHABLE;
    }
    if (FULL.matcher(words).find()) {
      return Kind.FULL;
    }
    if (cause.code() == 401 || cause.code() == 403) {
      return Kind.NOT_TRUSTED;
    }
    if (SETTING.matcher(words).find()) {
      return Kind.SETTING;
    }
    if (OFFLINE.matcher(words).find()) {
      return Kind.OFFLINE;
    }
    // The engine takes what we send for wrong, and we made it.
    return cause.code() == 400 ? Kind.OURS : Kind.OTHER;
  }

  private enum Kind {
    UNREACHABLE(Category.EXTERNAL, "Is the server up, and ringfence.incus.url its address?"),
    FULL(Category.RESOURCES, "Free room on that server, or add a member to the cluster."),
    NOT_TRUSTED(
        Category.USER,
        "Let the server trust the certificate of ringfence.incus.certificate: incus config trust"
            + " add-certificate FILE (lxc config trust add FILE)."),
    SETTING(
        Category.USER,
        "Correct ringfence.incus.pool, .network, .profile or .target, or make what is missing on"
            + " the server."),
    OFFLINE(Category.EXTERNAL, "Bring that cluster member back, or restore it."),
    OURS(Category.INTERNAL, ""),
    OTHER(Category.EXTERNAL, "");

    private final Category category;
    private final String remedy;

    Kind(Category category, String remedy) {
      this.category = category;
      this.remedy = remedy;
    }
  }
}
