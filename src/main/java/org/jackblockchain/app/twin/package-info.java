/** {@code bitcoind} and {@code bitcoin-cli} as others know them, with JBC behind: flags, files, log and replies. */
@NullMarked
package org.jackblockchain.app.twin;

import org.jspecify.annotations.NullMarked;
