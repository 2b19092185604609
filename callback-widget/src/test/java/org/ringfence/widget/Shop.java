package org.ringfence.widget;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

/** A tenant in Germany with one widget for one website, and the state that requests leave. */
final class Shop {
  /** So few that a test does not wait for them. */
  static final int PROOF_BITS = 4;

  final TenantId tenant = TenantId.random();
  final FakeWidgets widgets = new FakeWidgets(new Country("DE"));
  final FakeEvents events = new FakeEvents();
  final FakeRequests requests = new FakeRequests(events);
  final TestClock clock = new TestClock();
  final FakeGuards guards = new FakeGuards(requests);
  final FakeLimits limits = new FakeLimits();
  final FakeRules rules = new FakeRules();
  final FakeDesigns designs = new FakeDesigns();
  final FakeLeads leads = new FakeLeads();
  final FakeStatistics statistics = new FakeStatistics();
  private final Guard guard = guard();
  final Callbacks callbacks =
      new Callbacks(widgets, requests, requests, events, designs, statistics, guard, clock);
  final RequestBatch batch = batch(guard);
  final RequestDesk desk = new RequestDesk(batch);
  final WidgetKey key = WidgetKey.random();
  final Origin origin;
  private final AtomicInteger visitors = new AtomicInteger();
  final WidgetId id = WidgetId.random();

  Shop(String origin) {
    this.origin = new Origin(origin);
    publish(true, this.origin);
  }

  private Guard guard() {
    return new Guard(guards, limits, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", PROOF_BITS);
  }

  private RequestBatch batch(Guard by) {
    return new RequestBatch(
        new FakeIntake(widgets, requests, guards, designs, rules, leads), limits, by, clock);
  }

  /** By a process that was started just now: it knows what is stored and nothing else. */
  RequestBatch restarted() {
    return batch(guard());
  }

  void publish(boolean enabled, Origin... origins) {
    publish(id, key, enabled, Set.of(origins));
  }

  private void publish(WidgetId widget, WidgetKey by, boolean enabled, Set<Origin> origins) {
    widgets.save(
        tenant,
        new Widget(
            widget, by, new DisplayName("Sales"), origins, new ExtensionNumber("101"), enabled));
  }

  /** One more widget for the same website. */
  WidgetKey another() {
    WidgetKey other = WidgetKey.random();
    publish(WidgetId.random(), other, true, Set.of(origin));
    return other;
  }

  /** A visitor of its own who asks for a number that can be called. */
  CallbackId request() {
    int visitor = visitors.incrementAndGet();
    return request(UUID.randomUUID().toString(), "030 12" + (100_000 + visitor), "v4 " + visitor)
        .id();
  }

  CallbackRequest request(String key, String number, String address) {
    return desk.request(this.key, origin, key, form(number, ""), address);
  }

  /** What the element sends, with a proof of its own. */
  CallbackForm form(String number, String page) {
    return new CallbackForm(number, page, UUID.randomUUID().toString(), proof());
  }

  String proof() {
    return proof(key);
  }

  String proof(WidgetKey by) {
    String challenge = callbacks.challenge(by, origin);
    int bits = Integer.parseInt(challenge.substring(0, challenge.indexOf('.')));
    for (int counter = 0; ; counter++) {
      String proof = challenge + ":" + counter;
      if (Proofs.zeroBits(Script.sha256().digest(proof.getBytes(StandardCharsets.US_ASCII)))
          >= bits) {
        return proof;
      }
    }
  }

  /** What the dialer would store, a moment later. */
  void move(CallbackId callback, CallbackState state, String reason) {
    clock.pass(Duration.ofMillis(1));
    requests.move(callback, state, reason, clock.instant());
  }

  void move(CallbackId callback, CallbackState state) {
    move(callback, state, "");
  }

  /** Time that passes when a test says so. */
  static final class TestClock extends Clock {
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");

    synchronized void pass(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public synchronized Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
