package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Lead;
import org.ringfence.domain.callback.LeadDetails;
import org.ringfence.domain.callback.LeadLetters;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.EmailAddress;
import org.ringfence.domain.tenant.IdentityState;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;

class LeadMailTest {
  private final TestClock clock = new TestClock();
  private final MemoryTenants tenants = new MemoryTenants();
  private final Due letters = new Due();

  /** One letter. */
  private static final class Due implements LeadLetters {
    private Optional<Outgoing> waiting = Optional.empty();
    private Instant dueAt = Instant.MIN;

    @Override
    public Optional<Outgoing> claim(Duration lease, Instant since, Instant now) {
      Optional<Outgoing> due = waiting.filter(one -> !dueAt.isAfter(now));
      due.ifPresent(one -> dueAt = now.plus(lease));
      return due;
    }

    @Override
    public void sent(TenantId tenantId, CallbackId id) {
      waiting = Optional.empty();
    }
  }

  private CallbackId ask(String country, String page, LeadDetails details) {
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
    CallbackRequest request =
        new CallbackRequest(
            details.id(),
            tenant.id(),
            WidgetId.random(),
            new ExtensionNumber("101"),
            new E164("+4930123456"),
            "key",
            page,
            CallbackState.QUEUED,
            "",
            clock.instant(),
            clock.instant());
    letters.waiting =
        Optional.of(
            new LeadLetters.Outgoing(
                tenant.id(),
                new Lead(request, details, ""),
                new DisplayName("Sales {0}"),
                new EmailAddress("sales@acme.example")));
    return details.id();
  }

  private LeadMail mail(SmtpPeer server) {
    return new LeadMail(
        letters,
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
  void whomTheOwnerNamedReadsWhoWantsToBeCalledAndNothingOfItRuns() throws Exception {
    CallbackId id =
        ask(
            "GB",
            "https://shop.example/prices?<script>alert(1)</script>",
            new LeadDetails(
                CallbackId.random(),
                "<img src=x onerror=alert(1)> {0} https://evil.example www.evil.example",
                "Sales",
                "https://evil.example/find",
                Map.of("source", "=cmd|' /C calc'!A1", "term", "javascript:alert(1)"),
                Optional.empty()));
    try (SmtpPeer server = new SmtpPeer()) {
      assertThat(mail(server).sendOne()).isTrue();
      assertThat(mail(server).sendOne()).isFalse();

      assertThat(server.recipients).singleElement().asString().contains("<sales@acme.example>");
      MimeMessage letter = VoicemailTest.parsed(server);
      assertThat(letter.getSubject()).isEqualTo("Callback wanted at Sales {0}: +4930123456");
      assertThat(letter.getContentType()).startsWith("text/plain");
      assertThat(letter.getContent().toString())
          .contains(
              "Name: <img src=x onerror=alert(1)> {0} https ://evil.example www .evil.example",
              "For: Sales",
              "Page: https://shop.example/prices",
              "Website before: https ://evil.example/find",
              "Campaign: source =cmd|' /C calc'!A1, term javascript:alert(1)",
              "https://portal.example/t/acme/leads/" + id)
          .doesNotContain("<script>", "Agreed at", "Not before");
    }
  }

  @Test
  void aServerThatDoesNotTakeItIsTriedAgain() throws Exception {
    ask("DE", "", new LeadDetails(CallbackId.random(), "", "", "", Map.of(), Optional.empty()));
    try (SmtpPeer server = new SmtpPeer()) {
      server.answering("451 Too busy");
      assertThat(mail(server).sendOne()).isTrue();
      assertThat(mail(server).sendOne()).isFalse();
      server.answering("250 Ok");
      clock.pass(LeadMail.AGAIN);
      assertThat(mail(server).sendOne()).isTrue();
      assertThat(VoicemailTest.parsed(server).getSubject())
          .isEqualTo("Rückruf gewünscht bei Sales {0}: +4930123456");
    }
  }
}
