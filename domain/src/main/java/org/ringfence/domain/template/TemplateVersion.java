package org.ringfence.domain.template;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * One version of the guest template, as its manifest describes it.
 *
 * @param asterisk the version of Asterisk's package in it
 * @param kernel the version of the guest's kernel
 * @param suite the distribution's release that its packages are of
 * @param suiteDate when that release was last published before it was built, as the distribution
 *     writes it
 * @param builtAt empty when the manifest does not say
 * @param manifest the whole manifest, JSON
 */
public record TemplateVersion(
    TemplateId id,
    String asterisk,
    String kernel,
    String suite,
    String suiteDate,
    Optional<Instant> builtAt,
    String manifest) {

  /** The one built last comes first. */
  public static final Comparator<TemplateVersion> NEWEST_FIRST =
      Comparator.comparing((TemplateVersion version) -> version.builtAt().orElse(Instant.EPOCH))
          .reversed()
          .thenComparing(TemplateVersion::id);
}
