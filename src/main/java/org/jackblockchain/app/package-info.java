/** The node in the world: command line, configuration, the real clock, the event loop, and the whole wiring. */
@NullMarked
package org.jackblockchain.app;

import org.jspecify.annotations.NullMarked;
