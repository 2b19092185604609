/** The words every part of Ringfence shares: values that cannot be invalid. */
@NullMarked
package org.ringfence.domain;

import org.jspecify.annotations.NullMarked;
