/** What a node measures of itself, for Prometheus. */
@NullMarked
package org.jackblockchain.app.metrics;

import org.jspecify.annotations.NullMarked;
