/** What the hot paths cost. */
@NullMarked
package org.jackblockchain.bench;

import org.jspecify.annotations.NullMarked;
