package org.ringfence.web.voicemail;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.voicemail.VoiceMessage;
import org.ringfence.web.extension.Extensions;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** All messages of a tenant's mailboxes. */
@Named("voicemailsPage")
@RequestScoped
public class VoicemailsPage {
  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Voicemails voicemails;
  @Inject Extensions extensions;
  @Inject Pages pages;

  private final Lazy<List<VoiceMessage>> rows = new Lazy<>(() -> voicemails.list(tenant.id()));
  private final Lazy<Map<String, String>> names =
      new Lazy<>(
          () ->
              extensions.list(tenant.id()).stream()
                  .collect(Collectors.toMap(each -> each.number().value(), VoicemailsPage::label)));

  private static String label(Extension extension) {
    return extension.number() + " " + extension.name();
  }

  public List<VoiceMessage> getRows() {
    return rows.get();
  }

  /** Whose mailbox it is. */
  public String owner(VoiceMessage message) {
    String number = message.mailbox().value();
    return names.get().getOrDefault(number, number);
  }

  public String caller(VoiceMessage message) {
    String caller = (message.callerName() + " " + message.callerNumber()).strip();
    return caller.isEmpty() ? pages.text("voicemail.unknown") : caller;
  }

  public String duration(VoiceMessage message) {
    int seconds = message.seconds();
    return seconds / 60 + ":" + (seconds % 60 < 10 ? "0" : "") + seconds % 60;
  }

  /** The colour of how far the e-mail has come. */
  public String tone(VoiceMessage message) {
    return switch (message.mail().state()) {
      case NONE -> "off";
      case WAITING -> "busy";
      case SENT -> "good";
      case FAILED -> "bad";
    };
  }

  public void delete(VoiceMessage message) {
    if (voicemails.delete(tenant.id(), message.id(), user.getName())) {
      pages.goTo(tenant.getPath() + "/voicemail", "voicemail.deleted");
    } else {
      pages.notFound();
    }
  }
}
