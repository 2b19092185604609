/** Black-box tests of a running Ringfence through its pages, its APIs and SIP. */
@NullMarked
package org.ringfence.system;

import org.jspecify.annotations.NullMarked;
