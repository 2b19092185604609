package org.ringfence.widget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackAlarm;
import org.ringfence.domain.callback.CallbackGuardRepository;
import org.ringfence.domain.callback.CallbackGuardRepository.Seen;
import org.ringfence.domain.callback.CallbackLimits;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.domain.callback.CallbackSpend;
import org.ringfence.domain.callback.CallbackTally;
import org.ringfence.domain.callback.Limit;
import org.ringfence.domain.callback.Limit.Scope;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.PublishedWidget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetIntake.Terms;
import org.ringfence.domain.number.NumberRanges.NumberRange;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.tenant.TenantId;

/**
 * Decides whether a visitor's request may cost the tenant a call. Its answers reveal nothing: all
 * that is about the number is one refusal and all that is about how much is another.
 */
@ApplicationScoped
public class Guard {
  private static final Logger LOG = Logger.getLogger(Guard.class.getName());

  /** What a callback that is still to come is taken to use, until it has. */
  private static final long RESERVED_SECONDS = 180;

  /** The span in which a pattern shows. */
  private static final Duration SPAN = Duration.ofMinutes(10);

  /** Calm for this long ends an alarm. */
  private static final Duration CALM = Duration.ofMinutes(30);

  /** More zero bits of a proof for each level of an alarm. */
  private static final int BITS_PER_LEVEL = 2;

  private CallbackGuardRepository guards;
  private CallbackLimits limits;
  private Proofs proofs;
  private Mac mac;
  private int bits;

  /** Counted here and not yet in the database. */
  private final Map<WidgetId, Seen> seen = new ConcurrentHashMap<>();

  private final Probing probing = new Probing();

  /** For the container's proxy, which has no use for fields. */
  @SuppressWarnings("NullAway.Init")
  protected Guard() {}

  /**
   * Keeps no state that another process would have to know to protect the tenant.
   *
   * @param masterKey what all processes of an instance share; a key of its own is derived from it
   * @param bits zero bits of a proof while nothing is wrong
   */
  @Inject
  public Guard(
      CallbackGuardRepository guards,
      CallbackLimits limits,
      @ConfigProperty(name = "ringfence.master.key") String masterKey,
      @ConfigProperty(name = "ringfence.widget.proof.bits", defaultValue = "16") int bits) {
    this.guards = guards;
    this.limits = limits;
    this.mac = mac(Base64.getDecoder().decode(masterKey.strip()));
    this.proofs = new Proofs(keyed("challenges"));
    this.bits = bits;
  }

  String challenge(PublishedWidget published, Origin origin, Instant now) {
    int level = guards.level(published.tenantId(), published.widget().id());
    return proofs.challenge(published.widget().key(), origin, bits(level), now);
  }

  /** How far strangers may use the tenant's telephone, and whether they may at all. */
  CallbackPolicy policy(TenantId tenantId) {
    return guards.policy(tenantId);
  }

  /** What the tenant lets any of its telephones call. */
  CallingPolicy callingPolicy(TenantId tenantId) {
    return guards.callingPolicy(tenantId);
  }

  /** What a good proof is known by; it counts once. */
  Optional<Proofs.Proof> proof(Terms terms, Origin origin, String proof, Instant now) {
    return proofs
        .check(proof, terms.published().widget().key(), origin, bits(terms.level()), now)
        .map(checked -> new Proofs.Proof(keyedText(checked.token()), checked.until()));
  }

  /** Counts the request against every one of its limits, or refuses it. */
  void take(
      Terms terms, String address, CallbackLimits.Ledger ledger, List<Limit> all, Instant now) {
    Optional<Limit> reached = ledger.take(all);
    if (reached.isPresent()) {
      count(terms.published(), new CallbackTally(1, 0, 0, 1));
      Scope scope = reached.get().scope();
      if (scope == Scope.NUMBER || scope == Scope.PREFIX) {
        probing.refused(address, now);
        throw Refusal.numberNotAllowed(terms.published().country());
      }
      throw Refusal.notNow();
    }
    count(terms.published(), new CallbackTally(1, 1, 0, 0));
  }

  /** Refuses an address that was refused too often for its numbers, whatever it asks for now. */
  void requireFewRefused(Terms terms, String address, Instant now) {
    if (probing.isTooMuch(address, terms.level() > 0, now)) {
      count(terms.published(), new CallbackTally(1, 0, 1, 0));
      throw Refusal.notNow();
    }
  }

  /** The answer to whoever asks for a number that is not called, which counts. */
  Refusal refusedNumber(Terms terms, String address, Instant now) {
    probing.refused(address, now);
    count(terms.published(), new CallbackTally(1, 0, 1, 0));
    return Refusal.numberNotAllowed(terms.published().country());
  }

  /**
   * What a tenant's day used so far.
   *
   * @param each what a callback that is still to come is taken to cost, in millionths: as much as
   *     one to the dearest number that the tenant's widgets call
   */
  record Means(CallbackSpend spend, long each) {
    Means withOneMore() {
      return new Means(spend.withOneMore(), each);
    }
  }

  /** Those of the tenants of these widgets. */
  Map<TenantId, Means> means(Collection<Terms> all, Instant now) {
    Map<TenantId, Terms> byTenant = new HashMap<>();
    all.forEach(terms -> byTenant.put(terms.published().tenantId(), terms));
    Map<TenantId, CallbackSpend> spends = guards.spends(byTenant.keySet(), now);
    Map<TenantId, Means> means = new HashMap<>();
    byTenant.forEach(
        (tenant, terms) -> {
          CallbackSpend spend = spends.getOrDefault(tenant, CallbackSpend.NONE);
          long each = spend.rates().most(range -> isCalled(terms, range), RESERVED_SECONDS);
          means.put(tenant, new Means(spend, each));
        });
    return means;
  }

  private static boolean isCalled(Terms terms, NumberRange range) {
    Country own = terms.published().country();
    return Destinations.isLetOut(range)
        && (range.region().equals(own.code())
            || terms.policy().countries().stream()
                .anyMatch(country -> country.code().equals(range.region())))
        && terms.calling().refusal(range, own).isEmpty();
  }

  /** Refuses what the tenant's day has no minutes or money for. */
  void requireMeans(Terms terms, Means means) {
    CallbackPolicy policy = terms.policy();
    CallbackSpend spend = means.spend();
    int open = spend.open() + 1;
    long seconds = spend.seconds() + open * RESERVED_SECONDS;
    long millionths = spend.cents() * CallbackRates.CENT + open * means.each();
    if (seconds > policy.dailyMinutes() * 60L
        || policy.isUsedUp(spend)
        || millionths > policy.dailyCents() * CallbackRates.CENT) {
      count(terms.published(), new CallbackTally(1, 0, 0, 1));
      throw Refusal.notNow();
    }
  }

  /** The defaults are those of the threat model; an alarm makes them narrower. */
  List<Limit> limits(Terms terms, E164 number, Visitor visitor) {
    CallbackPolicy policy = terms.policy();
    String tenant = terms.published().tenantId().toString();
    String widget = terms.published().widget().id().toString();
    String digits = number.digits();
    int level = terms.level();
    Duration hour = Duration.ofHours(1);
    List<Limit> all = new ArrayList<>();
    all.add(limit(Scope.VISITOR, widget + "|" + visitor.subject(), 1, Duration.ofMinutes(5)));
    all.add(limit(Scope.ADDRESS, visitor.address(), level > 0 ? 3 : 10, hour));
    // The same person's telephone, whichever tenant's widget is used against it.
    all.add(limit(Scope.NUMBER, digits, 3, Duration.ofMinutes(10)));
    all.add(limit(Scope.NUMBER, digits, 5, Duration.ofDays(1)));
    all.add(limit(Scope.PREFIX, tenant + "|" + digits.substring(0, digits.length() - 4), 20, hour));
    all.add(limit(Scope.WIDGET, widget, policy.widgetPerHour(), hour));
    all.add(limit(Scope.TENANT, tenant, policy.perHour(), hour));
    if (level > 0) {
      // No more than usual at once: the hour's callbacks are spread over the hour.
      all.add(limit(Scope.WIDGET, widget, Math.max(3, policy.widgetPerHour() / 6), SPAN));
    }
    return all;
  }

  private Limit limit(Scope scope, String subject, int most, Duration window) {
    return new Limit(scope, keyedText(scope + "|" + subject), most, window);
  }

  private int bits(int level) {
    return bits + BITS_PER_LEVEL * level;
  }

  private void count(PublishedWidget published, CallbackTally more) {
    seen.merge(
        published.widget().id(),
        new Seen(published.tenantId(), published.widget().id(), more),
        (before, now) ->
            new Seen(now.tenantId(), now.widgetId(), before.tally().plus(now.tally())));
  }

  /**
   * Puts down what came since the last look, and raises or ends alarms by what all processes saw.
   */
  void look(Instant now) {
    limits.forget(now);
    Map<WidgetId, Seen> lately = new HashMap<>();
    for (WidgetId widget : List.copyOf(seen.keySet())) {
      Seen one = seen.remove(widget);
      if (one != null) {
        lately.put(widget, one);
      }
    }
    if (!lately.isEmpty()) {
      guards.count(lately.values(), now);
      judge(lately, now);
    }
    calm(now);
  }

  /** Ends the alarms of widgets that are calm again. */
  private void calm(Instant now) {
    Map<WidgetId, TenantId> open = guards.alarmsSince(now.minus(CALM));
    Map<WidgetId, CallbackTally> since = guards.counted(open.keySet(), now.minus(CALM), end(now));
    open.forEach(
        (widget, tenant) -> {
          if (suspicion(since.getOrDefault(widget, CallbackTally.NONE), 0) == 0) {
            guards.end(tenant, widget, now);
          }
        });
  }

  private void judge(Map<WidgetId, Seen> seenLately, Instant now) {
    Instant before = now.minus(SPAN);
    Map<WidgetId, CallbackTally> spans = guards.counted(seenLately.keySet(), before, end(now));
    Map<WidgetId, CallbackTally> days =
        guards.counted(seenLately.keySet(), before.minus(Duration.ofDays(1)), before);
    seenLately.forEach(
        (widget, one) -> {
          CallbackTally span = spans.getOrDefault(widget, CallbackTally.NONE);
          int day = days.getOrDefault(widget, CallbackTally.NONE).asked();
          int level =
              suspicion(span, (int) (day * SPAN.toMinutes() / Duration.ofDays(1).toMinutes()));
          if (level > 0) {
            raise(one.tenantId(), widget, level, span, now);
          }
        });
  }

  private void raise(
      TenantId tenantId, WidgetId widget, int level, CallbackTally lately, Instant now) {
    if (guards.raise(
        tenantId,
        new CallbackAlarm(
            widget, level, lately.asked(), lately.refused(), now, Optional.empty()))) {
      LOG.log(
          Level.WARNING,
          "Tenant {0}: the requests at widget {1} look like abuse (level {2}); it is slowed down",
          new Object[] {tenantId, widget, level});
    }
  }

  /** 0 when all is as usual; otherwise 1 to 3. */
  private static int suspicion(CallbackTally lately, int usual) {
    int above = lately.asked() - 4 * usual;
    boolean many = above >= 40;
    boolean wrong = lately.refused() >= 12 && lately.refused() * 2 > lately.asked();
    if (!many && !wrong) {
      return 0;
    }
    return above >= 1000 ? 3 : above >= 200 ? 2 : 1;
  }

  /** The minute that is not over counts as well. */
  private static Instant end(Instant now) {
    return now.plus(Duration.ofMinutes(1));
  }

  private String keyedText(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(keyed(text));
  }

  /** A digest that nobody without the key can look numbers and addresses up in. */
  private byte[] keyed(String text) {
    try {
      // To look the algorithm up and to set the key takes longer than the digest.
      return ((Mac) mac.clone()).doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("Java's own HmacSHA256 can be cloned", impossible);
    }
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", missing);
    }
  }
}
