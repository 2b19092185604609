package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.callback.AlarmLetters;
import org.ringfence.domain.callback.CallbackAlarm;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.tenant.EmailAddress;
import org.ringfence.domain.tenant.IdentityState;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;

class AlarmMailTest {
  private final TestClock clock = new TestClock();
  private final MemoryTenants tenants = new MemoryTenants();
  private final Due alarms = new Due();

  /** One alarm. */
  private static final class Due implements AlarmLetters {
    private Optional<Outgoing> waiting = Optional.empty();
    private Instant dueAt = Instant.MIN;

    @Override
    public Optional<Outgoing> claim(Duration lease, Instant since, Instant now) {
      Optional<Outgoing> due =
          waiting
              .filter(one -> !dueAt.isAfter(now))
              .filter(one -> !one.alarm().raisedAt().isBefore(since));
      due.ifPresent(one -> dueAt = now.plus(lease));
      return due;
    }

    @Override
    public void sent(TenantId tenantId, CallbackAlarm alarm) {
      waiting = Optional.empty();
    }
  }

  private void raise(String country, String widget) {
    Tenant tenant =
        new Tenant(
            TenantId.random(),
            new Slug("acme"),
            new DisplayName("Acme"),
            new Country(country),
            new EmailAddress("owner@acme.example"),
            IdentityState.READY,
            clock.instant());
    tenants.add(tenant);
    alarms.waiting =
        Optional.of(
            new AlarmLetters.Outgoing(
                tenant.id(),
                new CallbackAlarm(
                    WidgetId.random(), 2, 1500, 1400, clock.instant(), Optional.empty()),
                new DisplayName(widget)));
  }

  private AlarmMail mail(SmtpPeer server) {
    return new AlarmMail(
        alarms,
        tenants,
        new SmtpServer(
            "127.0.0.1",
            server.port(),
            "none",
            Optional.empty(),
            Optional.empty(),
            new EmailAddress("pbx@example.net")),
        "https://portal.example",
        clock);
  }

  @Test
  void theAdministratorIsToldInTheWordsOfTheCountryWhatHappensAndWhereTheSwitchIs()
      throws Exception {
    raise("DE", "Kontakt <b>{0}</b> ä");
    try (SmtpPeer server = new SmtpPeer()) {
      assertThat(mail(server).sendOne()).isTrue();
      assertThat(mail(server).sendOne()).isFalse();

      assertThat(server.recipients).singleElement().asString().contains("<owner@acme.example>");
      MimeMessage letter = VoicemailTest.parsed(server);
      assertThat(letter.getSubject())
          .isEqualTo("Ihr Rückruf-Widget Kontakt <b>{0}</b> ä wird vielleicht angegriffen");
      assertThat(letter.getContentType()).startsWith("text/plain");
      assertThat(letter.getContent().toString())
          .contains("1,500 Rückrufe", "1,400 davon", "https://portal.example/t/acme/callbacks");
    }
  }

  @Test
  void aServerThatDoesNotTakeItIsTriedAgainForADay() throws Exception {
    raise("GB", "Sales");
    try (SmtpPeer server = new SmtpPeer()) {
      server.answering("451 Too busy");
      assertThat(mail(server).sendOne()).isTrue();
      assertThat(mail(server).sendOne()).isFalse();
      server.answering("250 Ok");
      clock.pass(AlarmMail.AGAIN);
      assertThat(mail(server).sendOne()).isTrue();
      assertThat(VoicemailTest.parsed(server).getSubject())
          .isEqualTo("Your callback widget Sales may be under attack");

      raise("GB", "Sales");
      clock.pass(Duration.ofHours(25));
      assertThat(mail(server).sendOne()).isFalse();
    }
  }
}
