package org.ringfence.domain.history;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the media of one side of a call were like, the worse of both directions.
 *
 * @param lossPercent packets that never arrived, of 100
 * @param jitterMs variation of their delay (RFC 3550)
 * @param rttMs there and back; 0 when the far end sent no RTCP
 */
public record Quality(double lossPercent, double jitterMs, double rttMs) {
  private static final Pattern FIGURE = Pattern.compile("([a-z]+)=([0-9.]{1,20})(?:;|$)");
  private static final double LATENCY_OF_CODEC_MS = 10;

  /**
   * Reads what Asterisk says of a channel's RTP ({@code CHANNEL(rtcp,all)}): counts of packets,
   * jitter and round trip in seconds. Empty when no media arrived.
   */
  public static Optional<Quality> read(String figures) {
    double received = figure(figures, "rxcount");
    double lost = figure(figures, "lp");
    double sent = figure(figures, "txcount");
    double lostThere = figure(figures, "rlp");
    if (received < 1) {
      return Optional.empty();
    }
    double loss =
        Math.max(lost / (received + lost), sent < 1 ? 0 : Math.min(lostThere, sent) / sent);
    double jitter = Math.max(figure(figures, "rxjitter"), figure(figures, "txjitter"));
    return Optional.of(new Quality(100 * loss, 1000 * jitter, 1000 * figure(figures, "rtt")));
  }

  /**
   * Mean opinion score, from 1 (bad) to 4.4 (as good as a telephone gets): the rating factor R of
   * ITU-T G.107 with delay and loss alone, and its mapping to MOS (annex B). Jitter counts as the
   * delay of a buffer that takes it.
   */
  public double mos() {
    double latency = rttMs / 2 + 2 * jitterMs + LATENCY_OF_CODEC_MS;
    double delay = latency < 160 ? latency / 40 : (latency - 120) / 10;
    double r = Math.max(0, Math.min(100, 93.2 - delay - 2.5 * lossPercent));
    return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
  }

  private static double figure(String figures, String name) {
    Matcher matcher = FIGURE.matcher(figures);
    while (matcher.find()) {
      if (matcher.group(1).equals(name)) {
        try {
          double value = Double.parseDouble(matcher.group(2));
          return Double.isFinite(value) ? value : 0;
        } catch (NumberFormatException malformed) {
          return 0;
        }
      }
    }
    return 0;
  }
}
