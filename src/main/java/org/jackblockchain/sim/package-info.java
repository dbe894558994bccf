/** A world in which whole nodes run on virtual time, with a network and stores that fail on purpose, and its judges. */
@NullMarked
package org.jackblockchain.sim;

import org.jspecify.annotations.NullMarked;
