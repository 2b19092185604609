package org.ringfence.config;

import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.Trunk;

/** How comments name the object that lines come from. */
final class Comments {
  private Comments() {}

  static String of(Extension extension) {
    return "Extension " + extension.number() + " (" + extension.name() + ")";
  }

  static String of(Handling handling) {
    String kind =
        switch (handling.kind()) {
          case NUMBER -> "Number ";
          case RING_GROUP -> "Ring group ";
          case QUEUE -> "Queue ";
          case HOURS -> "Opening hours ";
          case CONFERENCE -> "Conference ";
          case RECORDING -> "Recording of ";
          case MENU -> "Menu ";
          case ANNOUNCEMENT -> "Announcement ";
          case CALLING_POLICY -> "";
          case OUTBOUND_ROUTE -> "Outbound route ";
          case MUSIC -> "Music ";
          case BLOCKLIST -> "Blocklist ";
          case PAGING -> "Paging ";
          case AD -> "Ad ";
          case AGENT_PROMPT -> "Agent prompt ";
        };
    return kind + handling.name();
  }

  static String of(Trunk trunk) {
    return "Trunk " + trunk.name();
  }
}
