/** The only anonymous public edge: the callback element and its small REST API. */
@NullMarked
package org.ringfence.widget;

import org.jspecify.annotations.NullMarked;
