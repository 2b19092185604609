/** The history of all calls of a tenant: found, told, exported, listened to. */
@NullMarked
package org.ringfence.web.history;

import org.jspecify.annotations.NullMarked;
