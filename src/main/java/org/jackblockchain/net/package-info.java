/** Connections: bytes of strangers become events of the peer room, its effects become bytes. */
@NullMarked
package org.jackblockchain.net;

import org.jspecify.annotations.NullMarked;
