/** Values and their consensus bytes: hashes, headers, blocks, transactions, targets, work. Knows no other room. */
@NullMarked
package org.jackblockchain.primitives;

import org.jspecify.annotations.NullMarked;
