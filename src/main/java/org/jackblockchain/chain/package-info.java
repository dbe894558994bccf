/** Which valid chain is best: the tree of all headers, the active chain in it, and the coins it leaves unspent. */
@NullMarked
package org.jackblockchain.chain;

import org.jspecify.annotations.NullMarked;
