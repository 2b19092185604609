/**
 * Callbacks: widgets on websites, the requests they bring, and the attempts to connect two people.
 */
@NullMarked
package org.ringfence.domain.callback;

import org.jspecify.annotations.NullMarked;
