package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.ContextBuilder;
import org.ringfence.domain.pbx.Announcement;
import org.ringfence.domain.pbx.Blocklist;
import org.ringfence.domain.pbx.Conference;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.Hours;
import org.ringfence.domain.pbx.InboundNumber;
import org.ringfence.domain.pbx.Menu;
import org.ringfence.domain.pbx.Music;
import org.ringfence.domain.pbx.Paging;
import org.ringfence.domain.pbx.Queue;
import org.ringfence.domain.pbx.RingGroup;
import org.ringfence.domain.pbx.TenantPbx;

/** The contexts and modules of call handling; each kind of object has a class that writes it. */
final class CallFlow {
  private CallFlow() {}

  /** One context per object, which a call enters at {@code s}. */
  static List<Context> contexts(TenantPbx pbx) {
    Destinations destinations = new Destinations(pbx);
    List<Context> contexts = new ArrayList<>();
    pbx.handling().all().stream()
        .filter(each -> each.kind().isEntered())
        .forEach(each -> contexts.add(context(each, destinations)));
    contexts.addAll(RingGroups.shared(pbx));
    contexts.addAll(Pagings.legs(pbx));
    contexts.addAll(PublicHolidays.contexts(pbx));
    return contexts;
  }

  private static Context context(Handling handling, Destinations destinations) {
    if (handling instanceof InboundNumber number) {
      return Numbers.context(number, destinations);
    }
    if (handling instanceof RingGroup group) {
      return RingGroups.context(group, destinations);
    }
    if (handling instanceof Queue queue) {
      return Queues.context(queue, destinations);
    }
    if (handling instanceof Hours hours) {
      return OpeningHours.context(hours, destinations);
    }
    if (handling instanceof Menu menu) {
      return Menus.context(menu, destinations);
    }
    if (handling instanceof Announcement announcement) {
      return Announcements.context(announcement, destinations);
    }
    if (handling instanceof Music music) {
      return MusicOnHold.context(music, destinations);
    }
    if (handling instanceof Blocklist list) {
      return Blocklists.context(list, destinations);
    }
    if (handling instanceof Paging paging) {
      return Pagings.context(paging, destinations);
    }
    return Conferences.context((Conference) handling);
  }

  /** What phones inside dial to reach the objects that have a number. */
  static void numbers(TenantPbx pbx, ContextBuilder phones) {
    for (Handling handling : pbx.handling().all()) {
      handling
          .number()
          .ifPresent(
              number ->
                  phones.exten(
                      number.value(),
                      Comments.of(handling),
                      Source.handling(handling.id()),
                      Destinations.to(handling)));
    }
  }

  static ContextBuilder contextOf(Handling handling) {
    return new ContextBuilder(
        handling.sectionName(), Comments.of(handling), Source.handling(handling.id()));
  }

  /** Only what is in use is loaded. */
  static Stream<String> modules(TenantPbx pbx) {
    boolean random =
        pbx.handling().of(RingGroup.class).anyMatch(g -> g.strategy() == RingGroup.Strategy.RANDOM);
    Stream<String> own =
        Stream.of(
            random ? "func_rand.so" : "",
            Numbers.exist(pbx) ? "func_cut.so" : "",
            Recordings.exist(pbx) ? "app_mixmonitor.so" : "",
            Recordings.exist(pbx) ? "app_playback.so" : "",
            Recordings.exist(pbx) ? "func_uuid.so" : "",
            Numbers.exist(pbx) || Blocklists.exist(pbx) || PublicHolidays.areUsed(pbx)
                ? "func_dialplan.so"
                : "",
            pbx.handling().of(Queue.class).findAny().isPresent() ? "app_queue.so" : "",
            pbx.handling().of(Conference.class).findAny().isPresent() || Pagings.exist(pbx)
                ? "app_confbridge.so"
                : "",
            Pagings.exist(pbx) ? "app_page.so" : "",
            Menus.setTimeouts(pbx) ? "func_timeout.so" : "");
    return Stream.of(own, Sounds.modules(pbx), CallbackScripts.modules(pbx))
        .flatMap(each -> each)
        .filter(module -> !module.isEmpty())
        .distinct();
  }

  static Dialplan.Step answer() {
    return Dialplan.step("Answer", arg(data("500")));
  }
}
