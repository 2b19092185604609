package org.ringfence.web.history;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.history.CallEvent;
import org.ringfence.domain.history.CallRecordId;
import org.ringfence.domain.history.Quality;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.shell.Shell;
import org.ringfence.web.tenant.CurrentTenant;

/** One call: what became of it, its sides, what happened in between. */
@Named("historyCallPage")
@RequestScoped
public class HistoryCallPage {
  @Inject CurrentTenant tenant;
  @Inject History history;
  @Inject Pages pages;
  @Inject Shell shell;
  @Inject SignedIn user;

  private final Lazy<Optional<History.Told>> told =
      new Lazy<>(
          () ->
              pages
                  .id()
                  .flatMap(HistoryCallPage::parse)
                  .flatMap(id -> history.find(tenant.id(), id)));

  public void load() {
    if (told.get().isEmpty()) {
      pages.notFound();
    }
  }

  private static Optional<CallRecordId> parse(String text) {
    try {
      return Optional.of(CallRecordId.parse(text));
    } catch (InvalidValue notAnId) {
      return Optional.empty();
    }
  }

  public History.Told getTold() {
    return Pages.present(told.get());
  }

  /** A cause of ITU-T Q.850 in words. */
  public String cause(int cause) {
    String key = HangupWords.key(cause);
    return HangupWords.KNOWN.contains(cause) ? pages.text(key) : pages.text(key, cause);
  }

  /** For example {@code MOS 4.2 of 4.4, 0.0 % lost, jitter 3 ms, 24 ms there and back}. */
  public String quality(Quality quality) {
    Locale locale = shell.getLocale();
    return pages.text(
            "record.quality.text",
            String.format(locale, "%.1f", quality.mos()),
            String.format(locale, "%.1f", quality.lossPercent()))
        + ", "
        + pages.text(
            "record.quality.delay",
            String.format(locale, "%.0f", quality.jitterMs()),
            String.format(locale, "%.0f", quality.rttMs()));
  }

  /** Where the recording is to be heard; empty when there is none. */
  public String getRecording() {
    CallRecordId id = getTold().call().id();
    return history.recording(tenant.id(), id).isPresent()
        ? "/download/" + tenant.getSlug() + "/recordings/" + id + ".wav"
        : "";
  }

  /** Whether one was made that is not there: it is on its way, was deleted, or its time is over. */
  public boolean isRecordingAway() {
    return getTold().call().recording().isPresent() && getRecording().isEmpty();
  }

  public void deleteRecording() throws IOException {
    CallRecordId id = getTold().call().id();
    history.deleteRecording(tenant.id(), id, user.getName());
    pages.goTo(tenant.getPath() + "/history/" + id, "record.recording.deleted");
  }

  /** A step, with what is known of it. */
  public String detail(CallEvent step) {
    return step.type() == CallEvent.Type.THROUGH ? step.detail() : "";
  }
}
