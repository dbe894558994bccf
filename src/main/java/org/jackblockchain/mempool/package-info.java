/** Transactions that wait for a block, and the local policy that lets them in; follows the chain as it moves. */
@NullMarked
package org.jackblockchain.mempool;

import org.jspecify.annotations.NullMarked;
