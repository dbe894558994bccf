/** The memory pool between two lives of a node. */
@NullMarked
package org.jackblockchain.app.pool;

import org.jspecify.annotations.NullMarked;
