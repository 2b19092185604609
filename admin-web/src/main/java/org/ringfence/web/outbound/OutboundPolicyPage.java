package org.ringfence.web.outbound;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringfence.config.Source;
import org.ringfence.config.UnrenderableConfig;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.revision.Configurations;
import org.ringfence.web.revision.GeneratedLines;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;
import org.ringfence.web.trunk.Trunks;

/** What may be called, and how emergency calls go out. */
@Named("outboundPolicyPage")
@ViewScoped
public class OutboundPolicyPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Outbound outbound;
  @Inject Trunks trunks;
  @Inject Configurations configurations;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private Map<String, String> values = new HashMap<>();
  private List<String> allowed = new ArrayList<>();

  @PostConstruct
  void open() {
    values = new HashMap<>(outbound.policy(tenant.id()).fields());
    allowed =
        new ArrayList<>(Objects.requireNonNullElse(values.get("allowed"), "").lines().toList());
  }

  public Map<String, String> getValues() {
    return values;
  }

  public List<String> getAllowed() {
    return allowed;
  }

  public void setAllowed(@Nullable List<String> allowed) {
    this.allowed = allowed == null ? new ArrayList<>() : new ArrayList<>(allowed);
  }

  public List<String> getChoices() {
    return Stream.of(CallingPolicy.Allowed.values()).map(CallingPolicy.Allowed::text).toList();
  }

  public List<Trunk> getTrunks() {
    return trunks.list(tenant.id()).stream().map(Trunks.Overview::trunk).toList();
  }

  public void save() {
    messages.attempt(
        () -> {
          values.put("allowed", allowed.isEmpty() ? "none" : String.join("\n", allowed));
          int revision = outbound.savePolicy(tenant.id(), values, user.getName()).revision();
          pages.goTo(tenant.getPath() + "/outbound", "saved.revision", Integer.toString(revision));
        });
  }

  public GeneratedLines getGenerated() {
    CallingPolicy policy = outbound.policy(tenant.id());
    try {
      return GeneratedLines.of(
          configurations
              .current(tenant.id())
              .linesOf(outbound.isOwn(tenant.id()) ? Source.handling(policy.id()) : Source.pbx()));
    } catch (UnrenderableConfig cannot) {
      return GeneratedLines.none(InvalidForm.sentence(cannot));
    }
  }
}
