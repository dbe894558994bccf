/** Stratum v1, which miners speak: a server for them, and a client that mines for somebody else's. */
@NullMarked
package org.jackblockchain.stratum;

import org.jspecify.annotations.NullMarked;
