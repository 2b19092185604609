package org.ringfence.web.template;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.template.KnownTemplate;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateMove;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;

/** One template version: what is in it, who runs it, and the way of all tenants to it. */
@Named("templatePage")
@RequestScoped
public class TemplatePage {
  @Inject Templates templates;
  @Inject SignedIn user;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private final Lazy<Optional<KnownTemplate>> found =
      new Lazy<>(() -> pages.id().flatMap(TemplatePage::parse).flatMap(templates::find));
  private final Lazy<List<Templates.TenantMove>> moves =
      new Lazy<>(() -> templates.moves(getTemplate().id()));
  private String first = "";

  private static Optional<TemplateId> parse(String text) {
    try {
      return Optional.of(new TemplateId(text));
    } catch (InvalidValue notAnId) {
      return Optional.empty();
    }
  }

  public void load() {
    if (found.get().isEmpty()) {
      pages.notFound();
    }
  }

  public KnownTemplate getTemplate() {
    return Pages.present(found.get());
  }

  /** Null when the manifest does not say. */
  public @Nullable Instant getBuiltAt() {
    return getTemplate().version().builtAt().orElse(null);
  }

  public List<Manifest.Contained> getPackages() {
    return Manifest.packages(getTemplate().version());
  }

  public List<Tenant> getTenants() {
    return templates.tenants(getTemplate().id());
  }

  public List<Templates.TenantMove> getMoves() {
    return moves.get();
  }

  /** Whether moves to this version have not begun. */
  public boolean isWaiting() {
    return getMoves().stream()
        .map(Templates.TenantMove::move)
        .anyMatch(
            move ->
                move.state() == TemplateMove.State.WAITING && move.to().equals(getTemplate().id()));
  }

  public static String tone(TemplateMove.State state) {
    return switch (state) {
      case WAITING, CANCELLED -> "off";
      case MOVING, RETURNING -> "busy";
      case ARRIVED -> "good";
      case RETURNED -> "bad";
    };
  }

  public String getTone(TemplateMove.State state) {
    return tone(state);
  }

  /** The short name of the tenant that goes first; empty for the first by name. */
  public String getFirst() {
    return first;
  }

  public void setFirst(@Nullable String first) {
    this.first = Objects.requireNonNullElse(first, "").strip();
  }

  public void moveAll() {
    messages.attempt(
        () -> {
          int waiting = templates.moveAll(getTemplate().id(), first, user.getName());
          pages.goTo("/templates/" + getTemplate().id(), "template.moveAll.done", waiting);
        });
  }

  public void cancel() {
    int cancelled = templates.cancel(getTemplate().id(), user.getName());
    pages.goTo("/templates/" + getTemplate().id(), "template.cancel.done", cancelled);
  }
}
