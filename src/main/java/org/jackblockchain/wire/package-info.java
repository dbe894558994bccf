/** What peers say to each other as data, and the bytes of it. Knows primitives only. */
@NullMarked
package org.jackblockchain.wire;

import org.jspecify.annotations.NullMarked;
