package org.ringfence.web.trunk;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.config.ConfigLine;
import org.ringfence.config.Source;
import org.ringfence.config.UnrenderableConfig;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkSettings;
import org.ringfence.domain.pbx.TrunkStatus;
import org.ringfence.domain.revision.Revision;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.revision.Configurations;
import org.ringfence.web.revision.GeneratedLines;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** One trunk: what it does, the lines it makes, the revisions that touched it. */
@Named("trunkPage")
@RequestScoped
public class TrunkPage {
  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Trunks trunks;
  @Inject Configurations configurations;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private final Lazy<Optional<Trunks.Overview>> overview =
      new Lazy<>(
          () -> pages.id().flatMap(TrunkPage::parse).flatMap(id -> trunks.find(tenant.id(), id)));

  public void load() {
    if (found().isEmpty()) {
      pages.notFound();
    }
  }

  private Optional<Trunks.Overview> found() {
    return overview.get();
  }

  static Optional<TrunkId> parse(String text) {
    try {
      return Optional.of(TrunkId.parse(text));
    } catch (InvalidValue notAnId) {
      return Optional.empty();
    }
  }

  public Trunk getTrunk() {
    return Pages.present(found()).trunk();
  }

  public TrunkStatus getStatus() {
    return Pages.present(found()).status();
  }

  public String getPath() {
    return tenant.getPath() + "/trunks/" + getTrunk().id();
  }

  /** What the trunk does, in a sentence. */
  public String getSentence() {
    Trunk trunk = getTrunk();
    String way =
        trunk.access() instanceof TrunkAccess.Registration registration
            ? pages.text("trunk.sentence.registration", trunk.host(), registration.username())
            : pages.text("trunk.sentence.ip", trunk.host(), sources(trunk));
    String incoming =
        trunk
            .incomingTo()
            .map(number -> pages.text("trunk.sentence.incoming", number))
            .orElseGet(() -> pages.text("trunk.sentence.no-incoming"));
    return way + " " + incoming;
  }

  private static String sources(Trunk trunk) {
    return trunk.access() instanceof TrunkAccess.IpAddress byAddress
        ? String.join(", ", byAddress.sources().stream().map(SourceRange::toString).toList())
        : "";
  }

  /** A setting that a person changed. */
  public record Changed(String label, String text) {}

  /** The settings that a new trunk does not have. */
  public List<Changed> getSettings() {
    Map<String, String> texts = getTrunk().settings().texts();
    return getTrunk().settings().differencesFrom(TrunkSettings.DEFAULT).stream()
        .map(
            name ->
                new Changed(pages.text("trunk." + name), shown(name, texts.getOrDefault(name, ""))))
        .toList();
  }

  private String shown(String setting, String text) {
    return TrunkForm.CHOICES.containsKey(setting)
        ? pages.text("trunk." + setting + "." + text)
        : text.replace("\n", ", ");
  }

  /** The very lines that come from this trunk, by file; a sentence instead when there are none. */
  public GeneratedLines getGenerated() {
    try {
      Map<String, List<ConfigLine>> lines =
          configurations.current(tenant.id()).linesOf(Source.trunk(getTrunk().id()));
      return GeneratedLines.of(lines);
    } catch (UnrenderableConfig cannot) {
      return GeneratedLines.none(InvalidForm.sentence(cannot));
    }
  }

  /** Revisions whose summary names this trunk. */
  public List<Revision> getHistory() {
    String name = "\"" + getTrunk().name() + "\"";
    return configurations.list(tenant.id()).stream()
        .filter(revision -> revision.summary().contains(name))
        .toList();
  }

  public void delete() {
    messages.attempt(
        () ->
            trunks
                .delete(tenant.id(), getTrunk().id(), user.getName())
                .ifPresentOrElse(
                    revision ->
                        pages.goTo(
                            tenant.getPath() + "/trunks",
                            "trunk.deleted",
                            getTrunk().name(),
                            Integer.toString(revision)),
                    pages::notFound));
  }
}
