package org.ringfence.domain.callback;

/**
 * A visitor who asked to be called.
 *
 * @param details what came with the request; empty texts for what was asked before any was kept
 * @param notes of the tenant's people, in lines
 */
public record Lead(CallbackRequest request, LeadDetails details, String notes) {
  /** Longest notes, in characters. */
  public static final int NOTES = 4000;
}
