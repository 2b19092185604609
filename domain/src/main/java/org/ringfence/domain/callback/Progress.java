package org.ringfence.domain.callback;

/**
 * How far an attempt has come, and what its visitor is told.
 *
 * @param state what the request's visitor and tenant see
 * @param reason a code for the visitor's browser; empty when there is nothing to say
 */
public record Progress(Attempt attempt, CallbackState state, String reason) {}
