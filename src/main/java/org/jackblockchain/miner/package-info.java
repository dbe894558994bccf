/** Threads that search rounds of the newest template, and drop stale work at once. */
@NullMarked
package org.jackblockchain.miner;

import org.jspecify.annotations.NullMarked;
