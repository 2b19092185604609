package org.ringfence.widget;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackAlarm;
import org.ringfence.domain.callback.CallbackGuardRepository;
import org.ringfence.domain.callback.CallbackLimits;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackSpend;
import org.ringfence.domain.callback.CallbackTally;
import org.ringfence.domain.callback.Limit;
import org.ringfence.domain.callback.Limit.Scope;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.PublishedWidget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.tenant.TenantId;

/**
 * Decides whether a visitor's request may cost the tenant a call. Its answers reveal nothing: all
 * that is about the number is one refusal and all that is about how much is another.
 */
final class Guard {
  private static final Logger LOG = Logger.getLogger(Guard.class.getName());

  /** What a callback that is still to come is taken to use, until it has. */
  private static final long RESERVED_SECONDS = 180;

  /** The span in which a pattern shows. */
  private static final Duration SPAN = Duration.ofMinutes(10);

  /** Calm for this long ends an alarm. */
  private static final Duration CALM = Duration.ofMinutes(30);

  /** More zero bits of a proof for each level of an alarm. */
  private static final int BITS_PER_LEVEL = 2;

  private final CallbackGuardRepository guards;
  private final CallbackLimits limits;
  private final Proofs proofs;
  private final SecretKeySpec key;
  private final int bits;

  /** Counted here and not yet in the database. */
  private final Map<WidgetId, Seen> seen = new ConcurrentHashMap<>();

  private record Seen(TenantId tenantId, CallbackTally tally) {}

  /**
   * Keeps no state that another process would have to know.
   *
   * @param secret the same in all processes of an instance
   * @param bits zero bits of a proof while nothing is wrong
   */
  Guard(CallbackGuardRepository guards, CallbackLimits limits, byte[] secret, int bits) {
    this.guards = guards;
    this.limits = limits;
    this.key = new SecretKeySpec(secret.clone(), "HmacSHA256");
    this.proofs = new Proofs(keyed("challenges"));
    this.bits = bits;
  }

  String challenge(PublishedWidget published, Origin origin, Instant now) {
    return proofs.challenge(published.widget().key(), origin, bits(published), now);
  }

  /** Whether the tenant's kill switch is on. */
  boolean halted(TenantId tenantId) {
    return guards.policy(tenantId).halted();
  }

  /** Uses up the proof; a refusal asks the visitor's browser for another one. */
  void requireProof(PublishedWidget published, Origin origin, String proof, Instant now) {
    boolean good =
        proofs
            .check(proof, published.widget().key(), origin, bits(published), now)
            .filter(checked -> limits.useUp(keyedText(checked.token()), checked.until()))
            .isPresent();
    if (!good) {
      throw Refusal.of(
          ProblemType.PROOF_NEEDED, "Please ask for a challenge, solve it and send the proof.");
    }
  }

  /** Counts the request against every limit, or refuses it. In the transaction that stores it. */
  void require(
      PublishedWidget published, CallbackPolicy policy, E164 number, Visitor visitor, Instant now) {
    TenantId tenantId = published.tenantId();
    if (guards.hasOptedOut(tenantId, number)) {
      count(published, new CallbackTally(1, 0, 1, 0));
      throw Refusal.numberNotAllowed(published.country());
    }
    int level = guards.level(tenantId, published.widget().id());
    requireMeans(published, policy, now);
    Optional<Limit> reached =
        limits.take(limitsFor(published, policy, number, visitor, level), now);
    if (reached.isPresent()) {
      count(published, new CallbackTally(1, 0, 0, 1));
      Scope scope = reached.get().scope();
      throw scope == Scope.NUMBER || scope == Scope.PREFIX
          ? Refusal.numberNotAllowed(published.country())
          : Refusal.notNow();
    }
    // Once more, now that the tenant's other requests wait for this one's end.
    requireMeans(published, policy, now);
    count(published, new CallbackTally(1, 1, 0, 0));
  }

  void countRefusedNumber(PublishedWidget published) {
    count(published, new CallbackTally(1, 0, 1, 0));
  }

  private void requireMeans(PublishedWidget published, CallbackPolicy policy, Instant now) {
    CallbackSpend spend = guards.spend(published.tenantId(), now);
    long seconds = spend.seconds() + (spend.open() + 1) * RESERVED_SECONDS;
    if (seconds > policy.dailyMinutes() * 60L || spend.cents() >= policy.dailyCents()) {
      count(published, new CallbackTally(1, 0, 0, 1));
      throw Refusal.notNow();
    }
  }

  /** The defaults are those of the threat model; an alarm makes them narrower. */
  private List<Limit> limitsFor(
      PublishedWidget published, CallbackPolicy policy, E164 number, Visitor visitor, int level) {
    String tenant = published.tenantId().toString();
    String widget = published.widget().id().toString();
    String digits = number.digits();
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

  private int bits(PublishedWidget published) {
    return bits + BITS_PER_LEVEL * guards.level(published.tenantId(), published.widget().id());
  }

  private void count(PublishedWidget published, CallbackTally more) {
    seen.merge(
        published.widget().id(),
        new Seen(published.tenantId(), more),
        (before, now) -> new Seen(now.tenantId, before.tally.plus(now.tally)));
  }

  /**
   * Puts down what came since the last look, and raises or ends alarms by what all processes saw.
   */
  void look(Instant now) {
    limits.forget(now);
    for (WidgetId widget : List.copyOf(seen.keySet())) {
      Seen lately = seen.remove(widget);
      if (lately != null) {
        guards.count(lately.tenantId, widget, lately.tally, now);
        judge(lately.tenantId, widget, now);
      }
    }
  }

  /** Ends the alarms of widgets that are calm again. */
  void calm(TenantId tenantId, Instant now) {
    for (CallbackAlarm alarm : guards.alarms(tenantId, 100)) {
      if (alarm.open()
          && alarm.raisedAt().isBefore(now.minus(CALM))
          && suspicion(guards.counted(tenantId, alarm.widgetId(), now.minus(CALM), end(now)), 0)
              == 0) {
        guards.end(tenantId, alarm.widgetId(), now);
      }
    }
  }

  private void judge(TenantId tenantId, WidgetId widget, Instant now) {
    CallbackTally lately = guards.counted(tenantId, widget, now.minus(SPAN), end(now));
    Instant before = now.minus(SPAN);
    CallbackTally day = guards.counted(tenantId, widget, before.minus(Duration.ofDays(1)), before);
    int usual = (int) (day.asked() * SPAN.toMinutes() / Duration.ofDays(1).toMinutes());
    int level = suspicion(lately, usual);
    if (level > 0
        && guards.raise(
            tenantId,
            new CallbackAlarm(
                widget, level, lately.asked(), lately.refused(), now, Optional.empty()))) {
      LOG.log(
          Level.WARNING,
          "Tenant {0}: the requests at widget {1} look like abuse (level {2}); it is slowed down",
          new Object[] {tenantId, widget, level});
    }
    calm(tenantId, now);
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
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", missing);
    }
  }
}
