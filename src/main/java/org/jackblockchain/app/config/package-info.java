/** What the operator wrote: flags, {@code jbc.conf}, network files, the payout key; a mistake gets one clear line. */
@NullMarked
package org.jackblockchain.app.config;

import org.jspecify.annotations.NullMarked;
