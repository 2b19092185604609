package org.ringfence.domain;

/** A UDP or TCP port, 1 to 65535. */
public record Port(int value) {
  public Port {
    if (value < 1 || value > 65535) {
      throw new InvalidValue("A port is a number from 1 to 65535. SIP usually uses 5060.");
    }
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
