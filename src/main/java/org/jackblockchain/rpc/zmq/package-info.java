/** What happens to the chain, as Bitcoin Core publishes it by ZeroMQ: part of the interface that tools know. */
@NullMarked
package org.jackblockchain.rpc.zmq;

import org.jspecify.annotations.NullMarked;
