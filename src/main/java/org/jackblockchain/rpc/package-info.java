/** JSON-RPC as Bitcoin Core serves it: for miners and the tools around them. Requests become events, answers are views. */
@NullMarked
package org.jackblockchain.rpc;

import org.jspecify.annotations.NullMarked;
