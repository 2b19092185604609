/** API keys: made and revoked by people, presented by programs. */
@NullMarked
package org.ringfence.web.access;

import org.jspecify.annotations.NullMarked;
