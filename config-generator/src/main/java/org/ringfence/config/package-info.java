/** Turns a tenant's PBX into the files of one Asterisk, byte for byte reproducible. */
@NullMarked
package org.ringfence.config;

import org.jspecify.annotations.NullMarked;
