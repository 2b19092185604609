package org.ringfence.web.sound;

import jakarta.annotation.PostConstruct;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.SoundId;
import org.ringfence.domain.pbx.SpeechVoice;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** One sound, new or stored: to hear, to rename, to replace by a file or a text. */
@Named("soundEditPage")
@ViewScoped
public class SoundEditPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Sounds sounds;
  @Inject Pages pages;
  @Inject FormMessages messages;

  /** Empty for a new one. */
  private String id = "";

  private boolean found;
  private String name = "";
  private String voice = "en-gb";
  private String text = "";
  private String savedText = "";
  private String savedVoice = "";
  private String length = "";
  private transient @Nullable Part file;

  /** A link to what plays the sound. */
  public record Link(String label, String href) {}

  @PostConstruct
  void open() {
    String wanted = pages.id().orElse("");
    if (wanted.isEmpty()) {
      found = true;
      voice = tenantVoice();
      return;
    }
    known(wanted)
        .flatMap(known -> sounds.find(tenant.id(), known))
        .ifPresent(
            stored -> {
              found = true;
              id = wanted;
              name = stored.name().value();
              length = SoundsPage.length(stored.length());
              stored
                  .spoken()
                  .ifPresent(
                      spoken -> {
                        voice = spoken.voice().code();
                        text = spoken.text().value();
                        savedVoice = voice;
                        savedText = text;
                      });
            });
  }

  /** Of the language the page is shown in. */
  private static String tenantVoice() {
    String language = FacesContext.getCurrentInstance().getViewRoot().getLocale().getLanguage();
    return language.equals("de") ? SpeechVoice.DE.code() : SpeechVoice.EN_GB.code();
  }

  private static Optional<SoundId> known(String text) {
    try {
      return Optional.of(SoundId.parse(text));
    } catch (InvalidValue notAnId) {
      return Optional.empty();
    }
  }

  public void load() {
    if (!found) {
      pages.notFound();
    }
  }

  /** Sends the sound's file in place of a page. */
  public void play() {
    Optional<byte[]> content = known(id).flatMap(known -> sounds.file(tenant.id(), known));
    if (content.isEmpty()) {
      pages.notFound();
      return;
    }
    FacesContext faces = FacesContext.getCurrentInstance();
    ExternalContext response = faces.getExternalContext();
    response.responseReset();
    response.setResponseContentType("audio/wav");
    response.setResponseContentLength(content.get().length);
    response.addResponseHeader("Cache-Control", "no-store");
    response.addResponseHeader("X-Content-Type-Options", "nosniff");
    try {
      response.getResponseOutputStream().write(content.get());
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    faces.responseComplete();
  }

  public void save() {
    messages.attempt(
        () -> {
          byte[] uploaded = uploaded();
          if (!isFresh() && uploaded.length == 0 && isSpokenAsBefore()) {
            sounds
                .rename(tenant.id(), knownId(), name, user.getName())
                .ifPresentOrElse(sound -> pages.goTo(getBack(), "sound.saved"), pages::notFound);
            return;
          }
          Sounds.Origin origin =
              uploaded.length == 0 && !text.isBlank()
                  ? new Sounds.Origin.Text(voice, text)
                  : new Sounds.Origin.File(uploaded);
          Optional<Sounds.Saved> saved =
              isFresh()
                  ? Optional.of(sounds.add(tenant.id(), name, origin, user.getName()))
                  : sounds.change(tenant.id(), knownId(), name, origin, user.getName());
          saved.ifPresentOrElse(
              stored ->
                  stored
                      .revision()
                      .ifPresentOrElse(
                          revision ->
                              pages.goTo(getBack(), "saved.revision", Integer.toString(revision)),
                          () -> pages.goTo(getBack(), "sound.saved")),
              pages::notFound);
        });
  }

  private boolean isSpokenAsBefore() {
    return text.strip().equals(savedText.strip()) && (text.isBlank() || voice.equals(savedVoice));
  }

  /** One byte more than is taken at most, so that a larger file is refused and not kept. */
  private byte[] uploaded() {
    Part part = file;
    if (part == null) {
      return new byte[0];
    }
    try (InputStream in = part.getInputStream()) {
      return in.readNBytes(Sounds.MOST_UPLOAD_BYTES + 1);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public void delete() {
    messages.attempt(
        () -> {
          if (sounds.delete(tenant.id(), knownId(), user.getName())) {
            pages.goTo(getBack(), "sound.deleted");
          } else {
            pages.notFound();
          }
        });
  }

  private SoundId knownId() {
    return SoundId.parse(id);
  }

  public List<Link> getUsages() {
    return isFresh()
        ? List.of()
        : sounds.usages(tenant.id(), knownId()).stream()
            .map(usage -> new Link(usage.label(), tenant.getPath() + usage.path()))
            .toList();
  }

  public List<String> getVoices() {
    return Stream.of(SpeechVoice.values()).map(SpeechVoice::code).toList();
  }

  public boolean isFresh() {
    return id.isEmpty();
  }

  public String getId() {
    return id;
  }

  public String getBack() {
    return tenant.getPath() + "/sounds";
  }

  public String getLength() {
    return length;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getVoice() {
    return voice;
  }

  public void setVoice(String voice) {
    this.voice = voice;
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
  }

  public @Nullable Part getFile() {
    return file;
  }

  public void setFile(@Nullable Part file) {
    this.file = file;
  }
}
