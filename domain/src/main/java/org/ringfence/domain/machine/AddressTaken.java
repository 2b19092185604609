package org.ringfence.domain.machine;

import org.ringfence.domain.Ipv4;

/**
 * Somebody else took this address between looking for a free one and storing the VM. Repeating the
 * whole in a new transaction finds another.
 */
public final class AddressTaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AddressTaken(Ipv4 address, Throwable cause) {
    super("Another VM took the address " + address + " just now. Please try again.", cause);
  }
}
