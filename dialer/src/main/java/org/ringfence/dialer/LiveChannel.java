package org.ringfence.dialer;

/**
 * A channel that exists in Asterisk right now.
 *
 * @param linkedId unique id of the first channel of the call it belongs to
 * @param name technology, endpoint and a serial number
 * @param up whether it was answered
 * @param bridge id of the bridge it is in; empty when it is in none
 */
record LiveChannel(String uniqueId, String linkedId, String name, boolean up, String bridge) {}
