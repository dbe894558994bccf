/** The node as one function from events to effects, and the view of itself that it publishes. */
@NullMarked
package org.jackblockchain.node;

import org.jspecify.annotations.NullMarked;
