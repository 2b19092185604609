package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.FLAG;
import static org.ringfence.web.rest.Kind.ID;
import static org.ringfence.web.rest.Kind.INTEGER;
import static org.ringfence.web.rest.Kind.MOMENT;
import static org.ringfence.web.rest.Kind.OBJECT;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.json.JsonObject;
import java.util.List;
import org.ringfence.domain.template.KnownTemplate;
import org.ringfence.domain.template.TemplateMove;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.template.Manifest;
import org.ringfence.web.template.Templates;

/** How template versions and moves look in the API. */
final class TemplateShapes {
  /** A version, with those who are to run it. */
  record Whole(KnownTemplate known, List<Tenant> tenants) {}

  private static final Shape<KnownTemplate> HEAD =
      Shape.<KnownTemplate>of("TemplateHead", "A version of the guest template.")
          .with("id", TEXT, known -> known.version().id().value())
          .with("asterisk", TEXT, known -> known.version().asterisk())
          .with("kernel", TEXT, known -> known.version().kernel())
          .with("suite", TEXT, known -> known.version().suite())
          .with("suiteDate", TEXT, known -> known.version().suiteDate())
          .perhaps("builtAt", MOMENT, known -> known.version().builtAt())
          .with("present", FLAG, KnownTemplate::present)
          .with("current", FLAG.about("What new tenants get."), KnownTemplate::current)
          .with("foundAt", MOMENT, KnownTemplate::foundAt);

  static final Shape<Templates.Overview> TEMPLATE =
      HEAD.<Templates.Overview>in(
              "Template", "A version of the guest template.", Templates.Overview::template)
          .with("tenants", INTEGER.about("How many are to run it."), Templates.Overview::tenants);

  static final Shape<Whole> WHOLE =
      HEAD.<Whole>in("WholeTemplate", "A version with all that is known of it.", Whole::known)
          .with(
              "tenants",
              Kind.list(TEXT),
              whole -> whole.tenants().stream().map(tenant -> tenant.slug().value()).toList())
          .with(
              "manifest",
              OBJECT.about("What is in it."),
              whole -> Manifest.of(whole.known().version()));

  static final Shape<TemplateMove> MOVE =
      Shape.<TemplateMove>of("TemplateMove", "From one template version to another.")
          .with("id", ID, TemplateMove::id)
          .with("from", TEXT, move -> move.from().value())
          .with("to", TEXT, move -> move.to().value())
          .with("state", Kind.word(TemplateMove.State.class), TemplateMove::state)
          .with("reason", TEXT, TemplateMove::reason)
          .with("requestedBy", TEXT, TemplateMove::requestedBy)
          .with("requestedAt", MOMENT, TemplateMove::requestedAt)
          .with("inTurn", FLAG, TemplateMove::inTurn)
          .perhaps("begunAt", MOMENT, TemplateMove::begunAt)
          .perhaps("endedAt", MOMENT, TemplateMove::endedAt);

  static final Shape<Templates.TenantMove> TENANT_MOVE =
      MOVE.<Templates.TenantMove>in(
              "TenantTemplateMove", "A move, and whose it is.", Templates.TenantMove::move)
          .with("tenant", TEXT, move -> move.tenant().slug().value());

  static final Shape<Integer> WAITING =
      Shape.<Integer>of("WaitingMoves", "How many tenants are to move, one after another.")
          .with("waiting", INTEGER, many -> many);

  private TemplateShapes() {}

  static JsonObject template(Templates.Overview overview) {
    return TEMPLATE.write(overview);
  }

  static JsonObject whole(KnownTemplate known, List<Tenant> tenants) {
    return WHOLE.write(new Whole(known, tenants));
  }

  static JsonObject move(Templates.TenantMove entry) {
    return TENANT_MOVE.write(entry);
  }

  static JsonObject move(TemplateMove move) {
    return MOVE.write(move);
  }
}
