/** What the world's numbering plans say about a telephone number, as two dated data files. */
@NullMarked
package org.ringfence.domain.number;

import org.jspecify.annotations.NullMarked;
