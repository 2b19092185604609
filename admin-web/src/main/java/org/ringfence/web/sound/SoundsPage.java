package org.ringfence.web.sound;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.ringfence.domain.pbx.Sound;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.tenant.CurrentTenant;

/** All sounds of a tenant. */
@Named("soundsPage")
@RequestScoped
public class SoundsPage {
  @Inject CurrentTenant tenant;
  @Inject Sounds sounds;

  private final Lazy<List<Sound>> rows = new Lazy<>(() -> sounds.list(tenant.id()));

  public List<Sound> getRows() {
    return rows.get();
  }

  /** Minutes and seconds, rounded up: {@code 0:07}. */
  public String length(Sound sound) {
    return length(sound.length());
  }

  static String length(Duration length) {
    long seconds = (length.toMillis() + 999) / 1000;
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  /** How full the library is, in percent. */
  public long getFilled() {
    return rows.get().stream().mapToLong(Sound::bytes).sum() * 100 / Sounds.QUOTA_BYTES;
  }
}
