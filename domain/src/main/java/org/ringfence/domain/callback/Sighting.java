package org.ringfence.domain.callback;

import java.time.Instant;

/**
 * A website that asked for a widget.
 *
 * @param allowed whether the website was on the widget's list when it asked last
 */
public record Sighting(Origin origin, boolean allowed, Instant firstAt, Instant lastAt) {}
