/** A tenant's library of sounds: uploads, texts read out, and what uses them. */
@NullMarked
package org.ringfence.web.sound;

import org.jspecify.annotations.NullMarked;
