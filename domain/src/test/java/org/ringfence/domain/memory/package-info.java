/**
 * Ports in memory, by their contracts, for the tests of everyone who uses them: what the portal
 * wishes for and what provisioners do about it are rows of the same machines.
 */
@NullMarked
package org.ringfence.domain.memory;

import org.jspecify.annotations.NullMarked;
