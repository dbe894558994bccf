/** Block templates, and rounds: a search for a nonce over a range of a header. */
@NullMarked
package org.jackblockchain.mining;

import org.jspecify.annotations.NullMarked;
