/** The messages that callers left. */
@NullMarked
package org.ringfence.domain.voicemail;

import org.jspecify.annotations.NullMarked;
