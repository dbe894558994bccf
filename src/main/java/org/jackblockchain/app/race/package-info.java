/** {@code jbc race}: several full nodes in one process that compete, and what people see of it. */
@NullMarked
package org.jackblockchain.app.race;

import org.jspecify.annotations.NullMarked;
