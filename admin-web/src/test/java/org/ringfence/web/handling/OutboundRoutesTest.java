package org.ringfence.web.handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.MemoryPbx;
import org.ringfence.web.form.InvalidForm;

/** Outbound routes and the calling policy as objects of the call handling. */
@SuppressWarnings("UnnecessaryAssignment") // it stands in for the container that injects
class OutboundRoutesTest {
  private final MemoryPbx pbx = new MemoryPbx();
  private final TenantId acme = pbx.tenant("acme");
  private final TenantId other = pbx.tenant("other");
  private final Handlings handlings = new Handlings();
  private final Trunk own = trunk(acme);
  private final Trunk theirs = trunk(other);

  OutboundRoutesTest() {
    handlings.handlings = pbx.handlings;
    handlings.extensions = pbx.extensions;
    handlings.trunks = pbx.trunks;
    handlings.revisions = pbx.revisions;
    handlings.audit = pbx.audit;
    handlings.clock = pbx.clock;
  }

  private Trunk trunk(TenantId tenantId) {
    Trunk trunk =
        new Trunk(
            TrunkId.random(),
            new DisplayName("Provider"),
            new TrunkAccess.Registration("acme", new Secret("x")),
            new SipHost("sip.example.com"),
            Optional.empty(),
            Transport.UDP,
            NumberFormat.PLUS_E164,
            Optional.empty(),
            Optional.empty(),
            true,
            1);
    pbx.trunks.save(tenantId, trunk);
    return trunk;
  }

  private Handling route(Map<String, String> fields) {
    return handlings.add(acme, HandlingKind.OUTBOUND_ROUTE, fields, "ann").handling();
  }

  @Test
  void aRouteLeadsThroughTrunksOfItsTenantOnly() {
    assertThat(route(Map.of("name", "Own", "trunks", own.id() + " 0.012")).trunkUses())
        .containsEntry("trunks", List.of(own.id()));
    assertThatThrownBy(() -> route(Map.of("name", "Theirs", "trunks", theirs.id().toString())))
        .isInstanceOf(InvalidForm.class)
        .extracting(refused -> ((InvalidForm) refused).sentences().keySet())
        .isEqualTo(Set.of("trunks"));
    assertThatThrownBy(
            () ->
                handlings.add(
                    acme,
                    HandlingKind.CALLING_POLICY,
                    Map.of("emergencyTrunk", theirs.id().toString()),
                    "ann"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("There is no such trunk");
  }

  @Test
  void nothingIsLedToARoute() {
    Handling route = route(Map.of("name", "Own", "trunks", own.id().toString()));
    assertThatThrownBy(
            () ->
                handlings.add(
                    acme,
                    HandlingKind.NUMBER,
                    Map.of(
                        "name", "Main",
                        "did", "+4930123456",
                        "destination", route.destination().toString()),
                    "ann"))
        .isInstanceOf(InvalidForm.class)
        .extracting(refused -> ((InvalidForm) refused).sentences().keySet())
        .isEqualTo(Set.of("destination"));
  }

  @Test
  void savingAPolicyAsksForARevision() {
    handlings.add(acme, HandlingKind.CALLING_POLICY, Map.of("allowed", "fixed"), "ann");

    assertThat(pbx.revisions.list(acme, 9))
        .singleElement()
        .satisfies(
            made ->
                assertThat(made.summary()).isEqualTo("Calling policy \"Calling policy\" added"));
  }
}
