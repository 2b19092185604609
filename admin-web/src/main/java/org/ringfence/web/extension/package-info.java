/** Extensions: the phones inside a PBX. */
@NullMarked
package org.ringfence.web.extension;

import org.jspecify.annotations.NullMarked;
