/** Conversations with peers: sessions, header sync, block download, relay, the address book, what a fault costs. */
@NullMarked
package org.jackblockchain.peer;

import org.jspecify.annotations.NullMarked;
