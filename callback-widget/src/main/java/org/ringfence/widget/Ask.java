package org.ringfence.widget;

import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.WidgetKey;

/**
 * A visitor's request for a call, as it came.
 *
 * @param idempotencyKey whatever was sent as one
 * @param address the visitor's, from {@link ClientAddress}
 */
record Ask(
    WidgetKey key, Origin origin, String idempotencyKey, CallbackForm form, String address) {}
