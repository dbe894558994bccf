/** Keeps a node's chain: in a RocksDB folder that survives any crash, or in memory. */
@NullMarked
package org.jackblockchain.store;

import org.jspecify.annotations.NullMarked;
