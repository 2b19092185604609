/**
 * Brings observed VMs to their desired state, and feeds guests their configuration.
 *
 * <p>Both work only in a process whose {@code ringfence.roles} name {@code provisioner}. They share
 * no memory with other roles, nor with each other: they meet in rows.
 */
@NullMarked
package org.ringfence.reconciler;

import org.jspecify.annotations.NullMarked;
