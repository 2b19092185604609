package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.Music;
import org.ringfence.domain.pbx.TenantPbx;

/** Music in the dialplan and in musiconhold.conf. */
final class MusicOnHold {
  private static final String DEFAULT = "default";

  private MusicOnHold() {}

  static boolean isOwn(TenantPbx pbx) {
    return pbx.handling().of(Music.class).findAny().isPresent();
  }

  /**
   * The music of an object that names one; that of the whole PBX when it names none or it is gone.
   */
  static String className(TenantPbx pbx, Optional<HandlingId> music) {
    return music
        .flatMap(id -> pbx.handling().find(HandlingKind.MUSIC, id))
        .map(Music.class::cast)
        .filter(found -> !entries(pbx, found).isEmpty())
        .map(Music::sectionName)
        .orElse(DEFAULT);
  }

  static Context context(Music music, Destinations destinations) {
    List<Step> steps = new ArrayList<>(Destinations.enter());
    steps.add(CallFlow.answer());
    String name = className(destinations.pbx(), Optional.of(music.id()));
    steps.add(step("MusicOnHold", arg(data(name))));
    return CallFlow.contextOf(music).exten("s", steps).build();
  }

  static List<Section> sections(TenantPbx pbx) {
    List<Section> sections = new ArrayList<>();
    List<Music> own =
        pbx.handling().of(Music.class).filter(music -> !entries(pbx, music).isEmpty()).toList();
    sections.add(
        own.stream()
            .filter(Music::everywhere)
            .findFirst()
            .map(music -> section(pbx, music, DEFAULT))
            .orElseGet(
                () ->
                    Section.named(DEFAULT, "What the PBX comes with", Source.pbx())
                        .with("mode", "files")
                        .with("directory", "moh")
                        .build()));
    own.forEach(music -> sections.add(section(pbx, music, music.sectionName())));
    return sections;
  }

  private static Section section(TenantPbx pbx, Music music, String name) {
    Section.Builder section =
        Section.named(name, Comments.of(music), Source.handling(music.id()))
            .with("mode", "playlist");
    if (music.order() == Music.Order.RANDOM) {
      section.with("sort", "random");
    }
    entries(pbx, music).forEach(path -> section.with("entry", path));
    return section.build();
  }

  private static List<String> entries(TenantPbx pbx, Music music) {
    return music.pieces().stream().flatMap(piece -> Sounds.path(pbx, piece).stream()).toList();
  }
}
