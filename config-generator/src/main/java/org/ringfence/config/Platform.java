package org.ringfence.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ringfence.domain.pbx.Codec;
import org.ringfence.domain.pbx.GatewayOrder;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Trunk;

/** The files that hardly differ between PBXs. */
final class Platform {
  /**
   * What every PBX uses. What it does not use is not loaded: such a module has no vulnerability.
   * The loader finds the order of dependencies itself.
   */
  private static final List<String> ALWAYS =
      List.of(
          "res_timing_timerfd.so",
          "res_sorcery_config.so",
          "res_sorcery_memory.so",
          "res_sorcery_astdb.so",
          "res_pjproject.so",
          "res_pjsip.so",
          "res_pjsip_session.so",
          "res_pjsip_pubsub.so",
          "res_pjsip_authenticator_digest.so",
          "res_pjsip_outbound_authenticator_digest.so",
          "res_pjsip_endpoint_identifier_ip.so",
          "res_pjsip_endpoint_identifier_user.so",
          "res_pjsip_registrar.so",
          "res_pjsip_outbound_registration.so",
          "res_pjsip_caller_id.so",
          "res_pjsip_dlg_options.so",
          "res_pjsip_dtmf_info.so",
          "res_pjsip_empty_info.so",
          "res_pjsip_header_funcs.so",
          "res_pjsip_logger.so",
          "res_pjsip_nat.so",
          "res_pjsip_rfc3326.so",
          "res_pjsip_sdp_rtp.so",
          "res_rtp_asterisk.so",
          "res_manager_devicestate.so",
          "res_musiconhold.so",
          "chan_pjsip.so",
          "bridge_builtin_features.so",
          "bridge_builtin_interval_features.so",
          "bridge_native_rtp.so",
          "bridge_simple.so",
          "bridge_softmix.so",
          "codec_alaw.so",
          "codec_gsm.so",
          "codec_ulaw.so",
          "format_gsm.so",
          "format_pcm.so",
          "format_sln.so",
          "format_wav.so",
          "func_callerid.so",
          "func_channel.so",
          "func_db.so",
          "func_dialplan.so",
          "func_hangupcause.so",
          "func_logic.so",
          "func_strings.so",
          "app_celgenuserevent.so",
          "app_dial.so",
          "app_exec.so",
          "app_playback.so",
          "app_stack.so",
          "pbx_config.so",
          "res_cdrel_custom.so",
          "cel_custom.so");

  private Platform() {}

  /** What this PBX uses. */
  static List<String> modules(TenantPbx pbx) {
    List<Trunk> trunks = pbx.trunks().stream().filter(Trunk::enabled).toList();
    Set<String> modules = new LinkedHashSet<>(ALWAYS);
    if (Pjsip.usesSrtp(pbx)) {
      modules.add("res_srtp.so");
    }
    if (!trunks.isEmpty()) {
      modules.add("func_dialplan.so");
    }
    if (OutboundRoutes.exist(pbx)) {
      modules.add("func_cut.so");
    }
    if (trunks.size() > 1) {
      modules.add("func_cut.so");
      modules.add("func_global.so");
    }
    for (Trunk trunk : trunks) {
      if (trunk.settings().gatewayOrder() == GatewayOrder.BY_WEIGHT) {
        modules.add("func_rand.so");
      }
      if (trunk.settings().callsPerSecond() > 0) {
        modules.add("func_lock.so");
        modules.add("func_global.so");
      }
      if (trunk.settings().maxChannels() + trunk.settings().callsPerSecond() > 0) {
        modules.add("func_groupcount.so");
      }
      if (trunk.settings().codecs().contains(Codec.G722)) {
        modules.add("codec_g722.so");
      }
      if (trunk.settings().codecs().contains(Codec.OPUS)) {
        modules.add("res_format_attr_opus.so");
        modules.add("codec_opus_open_source.so");
      }
      if (trunk.settings().codecs().contains(Codec.G729)) {
        modules.add("res_format_attr_g729.so");
      }
    }
    CallFlow.modules(pbx).forEach(modules::add);
    People.modules(pbx).forEach(modules::add);
    Features.modules(pbx).forEach(modules::add);
    return List.copyOf(modules);
  }

  static List<Section> asterisk(TenantPbx pbx) {
    Section.Builder options =
        Section.named("options", "Every PBX", Source.pbx())
            // Unique ids of channels then differ between all PBXs.
            .with("systemname", pbx.realm().value())
            .with("live_dangerously", "no")
            .with("execincludes", "no")
            .with("disable_remote_console_shell", "yes")
            .with("hideconnect", "yes")
            .with("nocolor", "yes");
    pbx.mostCalls().ifPresent(cap -> options.with("maxcalls", Integer.toString(cap)));
    return List.of(options.build());
  }

  static List<Section> moduleSections(TenantPbx pbx) {
    Section.Builder modules =
        Section.named("modules", "Every PBX", Source.pbx()).with("autoload", "no");
    modules(pbx).forEach(module -> modules.with("load", module));
    return List.of(modules.build());
  }

  static List<Section> logger() {
    return List.of(
        Section.named("general", "Every PBX", Source.pbx())
            .with("dateformat", "%FT%T.%3q")
            .with("appendhostname", "no")
            .build(),
        Section.named("logfiles", "Every PBX", Source.pbx())
            .with("messages", "notice,warning,error")
            .build());
  }

  /**
   * The events that the dialer listens to. Of what it does not write at all, see below; the rest of
   * what a callback brings along the dialer would read to drop it.
   */
  private static final List<String> HEARD =
      List.of(
          "UserEvent",
          "Newchannel",
          "DialBegin",
          "DialState",
          "DialEnd",
          "BridgeEnter",
          "Hangup",
          "OriginateResponse",
          "Registry");

  /**
   * Events that Asterisk does not even write: a callback has some hundred and fifty of them, and
   * the text of each is made before the filters of the connection drop it.
   */
  private static final String NEVER_HEARD =
      "VarSet,Newexten,Newstate,NewCallerid,NewConnectedLine,BridgeCreate,BridgeLeave,BridgeDestroy,"
          + "ExtensionStatus,HangupRequest,SoftHangupRequest,TestEvent";

  /**
   * The same for every configuration of a PBX: a connection keeps the rights and filters that it
   * had when it logged in, and the dialer's outlives many configurations.
   */
  static List<Section> manager(TenantPbx pbx) {
    Section.Builder account =
        Section.named("ringfence", "The dialer of the centre, and nobody else", Source.pbx())
            .with("secret", pbx.amiSecret().reveal())
            .with("deny", "0.0.0.0/0.0.0.0")
            .with("permit", pbx.centre() + "/255.255.255.255")
            .with("read", "system,call,user")
            .with("write", "call,originate,reporting");
    HEARD.forEach(event -> account.with("eventfilter(name(" + event + "))", ""));
    account.with(
        "eventfilter(name(DeviceStateChange),header(Device),method(starts_with))", "PJSIP/trunk-");
    return List.of(
        Section.named("general", "Every PBX", Source.pbx())
            .with("enabled", "yes")
            .with("webenabled", "no")
            .with("bindaddr", "0.0.0.0")
            .with("port", 5038)
            .with("displayconnects", "no")
            .with("authtimeout", 10)
            .with("authlimit", 10)
            .with("disabledevents", NEVER_HEARD)
            .build(),
        account.build());
  }

  static List<Section> rtp() {
    return List.of(
        Section.named("general", "Every PBX", Source.pbx())
            .with("rtpstart", 10000)
            .with("rtpend", 14999)
            .with("strictrtp", "yes")
            .with("icesupport", "no")
            .build());
  }

  static List<Section> off(String comment) {
    return List.of(Section.named("general", comment, Source.pbx()).with("enable", "no").build());
  }
}
