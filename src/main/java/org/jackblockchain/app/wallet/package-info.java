/** A small key store, what it can spend, and data on the chain with proofs of it: clients of a running node. */
@NullMarked
package org.jackblockchain.app.wallet;

import org.jspecify.annotations.NullMarked;
