package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.Conference;

/** Conferences in the dialplan and in confbridge.conf. */
final class Conferences {
  private Conferences() {}

  static Context context(Conference conference) {
    List<Step> steps = new ArrayList<>(Destinations.enter());
    steps.add(CallFlow.answer());
    steps.add(
        set("CONFBRIDGE(bridge,max_members)", data(Integer.toString(conference.mostPeople()))));
    conference.pin().ifPresent(pin -> steps.add(set("CONFBRIDGE(user,pin)", data(pin))));
    steps.add(step("ConfBridge", arg(data(conference.sectionName()))));
    steps.add(step("Hangup", arg()));
    return CallFlow.contextOf(conference).exten("s", steps).build();
  }

  static List<Section> sections() {
    return List.of(
        Section.named("general", "Every PBX", Source.pbx()).build(),
        Section.named("default_bridge", "Every conference", Source.pbx())
            .with("type", "bridge")
            .build(),
        Section.named("default_user", "Everybody in a conference", Source.pbx())
            .with("type", "user")
            .with("music_on_hold_when_empty", "yes")
            .with("announce_only_user", "no")
            .with("dsp_drop_silence", "yes")
            .build());
  }
}
