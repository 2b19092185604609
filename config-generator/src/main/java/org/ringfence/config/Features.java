package org.ringfence.config;

import java.util.List;
import java.util.stream.Stream;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.ContextBuilder;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.TenantPbx;

/**
 * What phones do with each other's calls: busy lamps, pickup, parking, transfer. Calls are parked
 * on the digits 1 to 9, which no extension can have as its number.
 */
final class Features {
  private static final int LOTS = 9;
  private static final String PARKED = "parkedcalls";

  private Features() {}

  static boolean areUsed(TenantPbx pbx) {
    return !pbx.extensions().isEmpty();
  }

  static List<Context> contexts(TenantPbx pbx) {
    if (!areUsed(pbx)) {
      return List.of();
    }
    // Asterisk's parking puts its own extensions in here.
    return List.of(hints(pbx), Extensions.context(PARKED, "Parked calls, by lot").build());
  }

  /** What phones may watch. */
  private static Context hints(TenantPbx pbx) {
    ContextBuilder hints = Extensions.context("hints", "Whose state phones may watch");
    for (Extension extension : pbx.extensions()) {
      String number = extension.number().value();
      hints.hint(
          number, Comments.of(extension), Source.extension(extension.id()), "PJSIP/" + number);
    }
    for (int lot = 1; lot <= LOTS; lot++) {
      hints.hint(Integer.toString(lot), "Parking lot", Source.pbx(), "park:" + lot + "@" + PARKED);
    }
    return hints.build();
  }

  /**
   * features.conf: what is pressed during a call, by people inside (see the Dial options) and by
   * visitors of callbacks.
   */
  static List<Section> features(TenantPbx pbx) {
    Stream<Section> inside =
        Stream.of(
            Section.named("general", "Every PBX with phones", Source.pbx())
                .with("pickupexten", "*8")
                .with("transferdigittimeout", 5)
                .with("featuredigittimeout", 1000)
                .build(),
            Section.named("featuremap", "Every PBX with phones", Source.pbx())
                .with("blindxfer", "##")
                .with("atxfer", "*2")
                .with("parkcall", "*3")
                .build());
    return Stream.concat(inside, CallbackScripts.features(pbx)).toList();
  }

  /** res_parking.conf. */
  static List<Section> parking() {
    return List.of(
        Section.named("default", "Every PBX with phones", Source.pbx())
            .with("context", PARKED)
            .with("parkext", "*68")
            .with("parkpos", "1-" + LOTS)
            .with("findslot", "first")
            .with("parkingtime", 120)
            .with("comebacktoorigin", "yes")
            .with("comebackdialtime", 30)
            .with("parkedmusicclass", "default")
            .build());
  }

  /** Only what is in use is loaded. */
  static Stream<String> modules(TenantPbx pbx) {
    if (!areUsed(pbx)) {
      return Stream.empty();
    }
    return Stream.concat(
        Stream.of(
            "res_pjsip_refer.so",
            "res_pjsip_outbound_publish.so",
            "res_pjsip_exten_state.so",
            "res_pjsip_pidf_body_generator.so",
            "res_pjsip_dialog_info_body_generator.so",
            "res_parking.so",
            "bridge_holding.so",
            "app_directed_pickup.so"),
        pbx.extensions().stream().allMatch(each -> each.settings().callWaiting())
            ? Stream.empty()
            : Stream.of("func_devstate.so"));
  }
}
