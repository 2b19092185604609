package org.ringfence.domain.doctor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.E164;
import org.ringfence.domain.pbx.Trunk;

/** From what was seen at a trunk to what it means: a function of both, worst first. */
public final class Diagnosis {
  private Diagnosis() {}

  /**
   * What is found.
   *
   * @param trunk as it is configured
   * @param number who was called for a test
   * @param now to judge certificates by
   */
  public static List<Finding> of(Trunk trunk, Optional<E164> number, Evidence seen, Instant now) {
    if (seen.asteriskDown()) {
      return List.of(Finding.of(Finding.Code.PBX_DOWN));
    }
    List<Finding> findings = new ArrayList<>(NetworkFindings.of(trunk, seen, now));
    findings.addAll(RegistrationFindings.of(trunk, seen));
    findings.addAll(CallFindings.of(trunk, seen));
    findings.addAll(InboundFindings.of(trunk, number, seen));
    // A sort that keeps the order of equals: what comes first is the cause of what comes after.
    findings.sort(Comparator.comparing(Finding::severity));
    return List.copyOf(findings);
  }
}
