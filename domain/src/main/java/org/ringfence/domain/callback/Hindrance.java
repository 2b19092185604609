package org.ringfence.domain.callback;

/** What kept a request from being called until its deadline. */
public enum Hindrance {
  /** All callbacks were stopped. */
  HALTED("halted"),
  /** The tenant's PBX was off, or out of the dialer's reach. */
  NO_PBX("no-pbx"),
  /** It was night where the visitor's number is. */
  NIGHT(CallbackRequest.NIGHT),
  /** The day's minutes or money were used up. */
  SPENT(CallbackRequest.SPENT),
  /** No provider placed the call. */
  NO_PROVIDER("no-provider"),
  /** No agent took the call. */
  NO_AGENT("no-agent"),
  /** Others came before it. */
  QUEUE("queue");

  private final String code;

  Hindrance(String code) {
    this.code = code;
  }

  /** What is stored as the reason of a request that expired. */
  public String code() {
    return code;
  }
}
