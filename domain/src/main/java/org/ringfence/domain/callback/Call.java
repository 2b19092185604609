package org.ringfence.domain.callback;

/** An attempt together with the request it serves: one row of the call history. */
public record Call(CallbackRequest request, Attempt attempt) {}
