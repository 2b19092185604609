/** Trunks: the connections to telephone providers. */
@NullMarked
package org.ringfence.web.trunk;

import org.jspecify.annotations.NullMarked;
