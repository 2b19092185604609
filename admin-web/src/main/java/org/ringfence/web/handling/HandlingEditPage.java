package org.ringfence.web.handling;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringfence.config.Source;
import org.ringfence.config.UnrenderableConfig;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.Ad;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.Menu;
import org.ringfence.domain.pbx.Queue;
import org.ringfence.web.extension.Extensions;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.queue.CallbackOrders;
import org.ringfence.web.revision.Configurations;
import org.ringfence.web.revision.GeneratedLines;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** One object of the call handling, new or stored: its fields, who uses it, the lines it makes. */
@Named("handlingEditPage")
@ViewScoped
public class HandlingEditPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Handlings handlings;
  @Inject Extensions extensions;
  @Inject CallbackOrders orders;
  @Inject Configurations configurations;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private HandlingKind kind = HandlingKind.RING_GROUP;

  private String id = "";

  private boolean found;
  private Map<String, String> values = new HashMap<>();
  private List<String> members = new ArrayList<>();
  private List<String> recorded = new ArrayList<>();
  private List<String> pieces = new ArrayList<>();
  private List<String> widgets = new ArrayList<>();
  private List<Key> keys = new ArrayList<>();

  /** A key of a menu and where it leads to; empty for a key that is not offered. */
  public static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private final char key;
    private String destination;

    Key(char key, String destination) {
      this.key = key;
      this.destination = destination;
    }

    public char getKey() {
      return key;
    }

    public String getDestination() {
      return destination;
    }

    public void setDestination(String destination) {
      this.destination = destination;
    }
  }

  /** A link to what uses the object. */
  public record Link(String label, String href) {}

  @PostConstruct
  void open() {
    String text = pages.id().orElse("");
    Optional<HandlingKind> fresh = HandlingKind.of(text).filter(each -> !each.isOutgoing());
    if (fresh.isPresent()) {
      kind = fresh.get();
      values = new HashMap<>(kind.defaults());
      if (kind == HandlingKind.HOURS) {
        values.put("openings", "mon-fri 09:00-17:00");
      }
      found = true;
      readKeys();
      return;
    }
    handlings.list(tenant.id()).stream()
        .filter(each -> each.id().toString().equals(text) && !each.kind().isOutgoing())
        .findFirst()
        .ifPresent(
            stored -> {
              found = true;
              id = text;
              kind = stored.kind();
              values = new HashMap<>(stored.fields());
              members =
                  new ArrayList<>(
                      Objects.requireNonNullElse(values.get("members"), "").lines().toList());
              recorded =
                  new ArrayList<>(
                      Objects.requireNonNullElse(values.get("recorded"), "").lines().toList());
              pieces =
                  new ArrayList<>(
                      Objects.requireNonNullElse(values.get("pieces"), "").lines().toList());
              widgets =
                  new ArrayList<>(
                      Objects.requireNonNullElse(values.get("widgets"), "").lines().toList());
              readKeys();
            });
  }

  private void readKeys() {
    List<String> lines = Objects.requireNonNullElse(values.get("choices"), "").lines().toList();
    for (int at = 0; at < Menu.KEYS.length(); at++) {
      char key = Menu.KEYS.charAt(at);
      String destination =
          lines.stream()
              .filter(line -> line.startsWith(key + " "))
              .map(line -> line.substring(2))
              .findFirst()
              .orElse("");
      keys.add(new Key(key, destination));
    }
  }

  public List<String> getPieces() {
    return pieces;
  }

  public void setPieces(@Nullable List<String> pieces) {
    this.pieces = pieces == null ? new ArrayList<>() : new ArrayList<>(pieces);
  }

  public List<String> getWidgets() {
    return widgets;
  }

  public void setWidgets(@Nullable List<String> widgets) {
    this.widgets = widgets == null ? new ArrayList<>() : new ArrayList<>(widgets);
  }

  public List<Key> getKeys() {
    return keys;
  }

  public void load() {
    if (!found) {
      pages.notFound();
    }
  }

  public boolean has(String field) {
    return kind.fields().contains(field);
  }

  public String getKind() {
    return kind.text();
  }

  /** Empty for a new one. */
  public String getId() {
    return id;
  }

  public boolean isFresh() {
    return id.isEmpty();
  }

  public Map<String, String> getValues() {
    return values;
  }

  public List<String> getMembers() {
    return members;
  }

  public void setMembers(@Nullable List<String> members) {
    this.members = members == null ? new ArrayList<>() : new ArrayList<>(members);
  }

  public List<String> getRecorded() {
    return recorded;
  }

  public void setRecorded(@Nullable List<String> recorded) {
    this.recorded = recorded == null ? new ArrayList<>() : new ArrayList<>(recorded);
  }

  /** The words of a field that offers some. */
  public List<String> getStrategies() {
    return kind == HandlingKind.QUEUE
        ? List.of("all", "longest-free", "fewest-calls", "in-turn", "in-order", "random")
        : List.of("all", "in-order", "growing", "random");
  }

  /** Of a stored queue whose people log in: each of them, and whether they are. */
  public List<String> getAgents() {
    return stored()
        .filter(each -> each instanceof Queue queue && queue.agentsLogIn())
        .map(each -> (Queue) each)
        .map(
            queue ->
                extensions.list(tenant.id()).stream()
                    .filter(each -> queue.members().contains(each.id()))
                    .map(
                        each ->
                            pages.text(
                                each.settings().loggedIn()
                                    ? "handling.agents.in"
                                    : "handling.agents.out",
                                HandlingChoices.label(each)))
                    .toList())
        .orElse(List.of());
  }

  public void save() {
    messages.attempt(
        () -> {
          values.put("members", String.join("\n", members));
          if (kind == HandlingKind.RECORDING) {
            values.put("recorded", String.join("\n", recorded));
          }
          values.put("pieces", String.join("\n", pieces));
          values.put("widgets", String.join("\n", widgets));
          values.put(
              "choices",
              keys.stream()
                  .filter(key -> !key.getDestination().isBlank())
                  .map(key -> key.getKey() + " " + key.getDestination())
                  .collect(Collectors.joining("\n")));
          Optional<Handlings.Saved> saved =
              isFresh()
                  ? Optional.of(handlings.add(tenant.id(), kind, values, user.getName()))
                  : handlings.change(tenant.id(), kind, knownId(), values, user.getName());
          saved.ifPresentOrElse(
              stored ->
                  pages.goTo(getBack(), "saved.revision", Integer.toString(stored.revision())),
              pages::notFound);
        });
  }

  public void delete() {
    messages.attempt(
        () ->
            handlings
                .delete(tenant.id(), kind, knownId(), user.getName())
                .ifPresentOrElse(
                    revision ->
                        pages.goTo(getBack(), "handling.deleted", Integer.toString(revision)),
                    pages::notFound));
  }

  /** How many visitors heard the ad on its day, in seven days, and ever; empty for other kinds. */
  public List<Plays> getPlays() {
    Instant now = orders.now();
    return stored().stream()
        .filter(Ad.class::isInstance)
        .map(Ad.class::cast)
        .map(
            ad ->
                new Plays(
                    played(ad.dayOf(now), now),
                    played(now.minus(7, ChronoUnit.DAYS), now),
                    played(Instant.EPOCH, now)))
        .toList();
  }

  private long played(Instant from, Instant to) {
    return orders.adsPlayed(tenant.id(), from, to).getOrDefault(knownId(), 0L);
  }

  /** How often an ad was heard to its end. */
  public record Plays(long today, long week, long ever) {}

  private HandlingId knownId() {
    try {
      return HandlingId.parse(id);
    } catch (InvalidValue fresh) {
      throw new IllegalStateException("a new object has no id yet", fresh);
    }
  }

  public String getBack() {
    return tenant.getPath() + "/call-handling";
  }

  private Optional<Handling> stored() {
    return isFresh() ? Optional.empty() : handlings.find(tenant.id(), kind, knownId());
  }

  public List<Link> getUsages() {
    return stored()
        .map(handling -> handlings.usages(tenant.id(), handling))
        .orElse(List.of())
        .stream()
        .map(usage -> new Link(usage.label(), tenant.getPath() + usage.path()))
        .toList();
  }

  public GeneratedLines getGenerated() {
    try {
      return GeneratedLines.of(
          configurations.current(tenant.id()).linesOf(Source.handling(knownId())));
    } catch (UnrenderableConfig cannot) {
      return GeneratedLines.none(InvalidForm.sentence(cannot));
    }
  }
}
