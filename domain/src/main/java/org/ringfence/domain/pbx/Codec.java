package org.ringfence.domain.pbx;

/** A codec of a trunk, by the name it has in Asterisk. */
public enum Codec {
  ALAW,
  ULAW,
  G722,
  GSM,
  OPUS,
  /** Passed through only: there is no free translator. */
  G729
}
