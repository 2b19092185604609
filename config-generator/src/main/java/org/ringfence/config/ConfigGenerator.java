package org.ringfence.config;

import java.util.List;
import org.ringfence.domain.pbx.TenantPbx;

/**
 * Renders the configuration of one PBX. Pure: the same PBX gives the same bytes, and nothing but
 * the PBX is looked at.
 */
public final class ConfigGenerator {

  /**
   * All files of the PBX's Asterisk and what the guest shall verify after loading them.
   *
   * @throws UnrenderableConfig when an object cannot be written; its message is for people
   */
  public ConfigBundle render(TenantPbx pbx) {
    List<ConfigLine> pjsip =
        AsteriskWriter.write(
            "SIP of this PBX.",
            List.of(
                Section.named("global", "Every PBX", Source.pbx())
                    .with("type", "global")
                    .with("default_realm", pbx.realm().value())
                    .build()));
    return new ConfigBundle(
        List.of(new ConfigFile("asterisk/pjsip.conf", pjsip), new ConfigFile("verify", List.of())));
  }
}
