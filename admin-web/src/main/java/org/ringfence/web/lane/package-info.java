/** What the dialer's lanes do, as people watch it. */
@NullMarked
package org.ringfence.web.lane;

import org.jspecify.annotations.NullMarked;
