package org.ringfence.config;

import java.util.ArrayList;
import java.util.List;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.Announcement;

/** Announcements in the dialplan. */
final class Announcements {
  private Announcements() {}

  static Context context(Announcement announcement, Destinations destinations) {
    List<Step> steps = new ArrayList<>(Destinations.enter());
    Sounds.play(destinations.pbx(), "Playback", announcement.sound())
        .ifPresent(
            playback -> {
              steps.add(CallFlow.answer());
              steps.add(playback);
            });
    steps.add(destinations.to(announcement.then()));
    return CallFlow.contextOf(announcement).exten("s", steps).build();
  }
}
