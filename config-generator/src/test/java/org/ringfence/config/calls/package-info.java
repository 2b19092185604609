/** Calls through generated PBXs: real Asterisks, and SIP peers that show what was sent to them. */
@NullMarked
package org.ringfence.config.calls;

import org.jspecify.annotations.NullMarked;
