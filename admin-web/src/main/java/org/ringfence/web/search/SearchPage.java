package org.ringfence.web.search;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.ringfence.domain.pbx.ExtensionDirectory.Order;
import org.ringfence.web.call.Calls;
import org.ringfence.web.extension.Directory;
import org.ringfence.web.tenant.CurrentTenant;
import org.ringfence.web.trunk.Trunks;
import org.ringfence.web.widget.Widgets;

/** Finds things by name, number or id. */
@Named("searchPage")
@RequestScoped
public class SearchPage {
  private static final int MOST = 100;

  @Inject HttpServletRequest request;
  @Inject CurrentTenant tenant;
  @Inject Trunks trunks;
  @Inject Directory directory;
  @Inject Widgets widgets;
  @Inject Calls calls;

  /** Something found; {@code kind} is part of a message key. */
  public record Hit(String kind, String label, String detail, String href) {}

  public String getQuery() {
    return Optional.ofNullable(request.getParameter("q")).orElse("").strip();
  }

  public List<Hit> getHits() {
    String wanted = getQuery().toLowerCase(Locale.ROOT);
    if (wanted.isEmpty()) {
      return List.of();
    }
    String path = tenant.getPath();
    List<Hit> hits = new ArrayList<>();
    directory.page(tenant.id(), wanted, Order.NUMBER, false, 0, MOST).stream()
        .map(
            each ->
                new Hit(
                    "extension",
                    each.number().value(),
                    each.name().value(),
                    path + "/extensions/" + each.id()))
        .forEach(hits::add);
    trunks.list(tenant.id()).stream()
        .map(Trunks.Overview::trunk)
        .filter(
            each -> matches(wanted, each.name().value(), each.host().value(), each.id().toString()))
        .map(
            each ->
                new Hit(
                    "trunk",
                    each.name().value(),
                    each.host().value(),
                    path + "/trunks/" + each.id()))
        .forEach(hits::add);
    widgets.list(tenant.id()).stream()
        .filter(
            each -> matches(wanted, each.name().value(), each.key().value(), each.id().toString()))
        .map(
            each ->
                new Hit(
                    "widget",
                    each.name().value(),
                    each.key().value(),
                    path + "/widgets/" + each.id()))
        .forEach(hits::add);
    calls.list(tenant.id()).stream()
        .filter(
            each ->
                matches(
                    wanted,
                    each.request().visitor().value(),
                    each.request().agent().value(),
                    each.attempt().id().toString()))
        .map(
            each ->
                new Hit(
                    "call",
                    each.request().visitor().value(),
                    each.request().agent().value(),
                    path + "/calls/" + each.attempt().id()))
        .forEach(hits::add);
    return hits.stream().limit(MOST).toList();
  }

  private static boolean matches(String wanted, String... texts) {
    return Stream.of(texts).anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
  }
}
