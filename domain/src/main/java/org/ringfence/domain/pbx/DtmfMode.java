package org.ringfence.domain.pbx;

/** How the digits of a keypad travel. */
public enum DtmfMode {
  RFC4733,
  INBAND,
  INFO,
  AUTO
}
