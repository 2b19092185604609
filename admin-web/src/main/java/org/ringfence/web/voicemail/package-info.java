/** The messages in people's mailboxes. */
@NullMarked
package org.ringfence.web.voicemail;

import org.jspecify.annotations.NullMarked;
