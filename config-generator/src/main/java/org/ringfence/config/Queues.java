package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.Queue;
import org.ringfence.domain.pbx.TenantPbx;

/** Queues in the dialplan and in queues.conf. */
final class Queues {
  private static final int SECONDS_BETWEEN_ANNOUNCEMENTS = 45;

  private Queues() {}

  static Context context(Queue queue, Destinations destinations) {
    List<Step> steps = new ArrayList<>(Destinations.enter());
    // Whom the portal or a restart has changed since they were last asked.
    destinations.numbers(queue.members()).forEach(number -> steps.add(Agents.settle(number)));
    steps.add(CallFlow.answer());
    queue
        .playing()
        .welcome()
        .flatMap(sound -> Sounds.play(destinations.pbx(), "Playback", sound))
        .ifPresent(steps::add);
    steps.add(
        step(
            "Queue",
            arg(data(queue.sectionName())),
            arg(),
            arg(),
            arg(),
            arg(data(Integer.toString(queue.longestWaitSeconds())))));
    steps.add(destinations.to(queue.otherwise()));
    return CallFlow.contextOf(queue).exten("s", steps).build();
  }

  static List<Section> sections(TenantPbx pbx) {
    Destinations destinations = new Destinations(pbx);
    List<Section> sections = new ArrayList<>();
    sections.add(
        Section.named("general", "Every PBX", Source.pbx())
            .with("persistentmembers", "no")
            .with("autofill", "yes")
            .with("shared_lastcall", "yes")
            .with("log_membername_as_agent", "yes")
            .build());
    pbx.handling()
        .of(Queue.class)
        .map(queue -> section(pbx, queue, destinations.numbers(queue.members())))
        .forEach(sections::add);
    return sections;
  }

  private static Section section(TenantPbx pbx, Queue queue, List<String> numbers) {
    boolean position = queue.announcesPosition();
    Section.Builder section =
        Section.named(queue.sectionName(), Comments.of(queue), Source.handling(queue.id()))
            .with("strategy", queue.strategy().inAsterisk())
            .with("musicclass", MusicOnHold.className(pbx, queue.playing().music()))
            .with("timeout", queue.ringSeconds())
            .with("retry", 2)
            .with("wrapuptime", queue.wrapUpSeconds())
            .with("ringinuse", "no")
            // Callers wait also while nobody is there; the longest wait is what ends it.
            .with("joinempty", "yes")
            .with("leavewhenempty", "no")
            .with("announce-position", position ? "yes" : "no")
            .with("announce-holdtime", "no")
            .with("announce-frequency", position ? SECONDS_BETWEEN_ANNOUNCEMENTS : 0);
    queue
        .playing()
        .repeated()
        .flatMap(sound -> Sounds.path(pbx, sound))
        .ifPresent(
            path ->
                section
                    .with("periodic-announce", path)
                    .with("periodic-announce-frequency", queue.playing().repeatSeconds()));
    numbers.forEach(number -> section.with("member", "PJSIP/" + number));
    return section.build();
  }
}
