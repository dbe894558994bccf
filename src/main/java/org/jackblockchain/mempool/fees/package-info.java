/** What fees buy: how long transactions of each fee rate waited, and what to pay therefore. */
@NullMarked
package org.jackblockchain.mempool.fees;

import org.jspecify.annotations.NullMarked;
