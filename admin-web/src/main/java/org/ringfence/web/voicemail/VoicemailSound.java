package org.ringfence.web.voicemail;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.voicemail.VoiceMessageId;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** The sound of one message, for the player on the page. */
@Named("voicemailSound")
@RequestScoped
public class VoicemailSound {
  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Voicemails voicemails;
  @Inject Pages pages;

  public void send() throws IOException {
    Optional<byte[]> sound =
        pages
            .id()
            .flatMap(VoicemailSound::parse)
            .flatMap(id -> voicemails.listen(tenant.id(), id, user.getName()));
    if (sound.isEmpty()) {
      pages.notFound();
      return;
    }
    FacesContext faces = FacesContext.getCurrentInstance();
    ExternalContext response = faces.getExternalContext();
    response.setResponseContentType("audio/wav");
    response.setResponseContentLength(sound.get().length);
    response.getResponseOutputStream().write(sound.get());
    faces.responseComplete();
  }

  private static Optional<VoiceMessageId> parse(String text) {
    try {
      return Optional.of(new VoiceMessageId(text));
    } catch (InvalidValue notAnId) {
      return Optional.empty();
    }
  }
}
