package org.ringfence.widget;

/** Where one visitor's status goes. Calls come one at a time and do not wait for the visitor. */
interface StatusSink {
  /** False when the visitor is gone. */
  boolean send(Status status);

  /** Says nothing, so that proxies do not take the silence for the end. False as above. */
  boolean keepAlive();

  void close();
}
