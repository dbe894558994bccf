/** JSON-RPC as Bitcoin Core serves it: what miners and the tools around them call. Answers are read from views. */
@NullMarked
package org.jackblockchain.rpc;

import org.jspecify.annotations.NullMarked;
