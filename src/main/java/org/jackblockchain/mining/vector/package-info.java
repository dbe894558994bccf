/**
 * The vector engine: double SHA-256 of a header for as many nonces at once as the processor has lanes. The computation
 * is written down as a {@link org.jackblockchain.mining.vector.Circuit}, which folds away whatever does not depend on
 * the nonce; {@link org.jackblockchain.mining.vector.KernelWriter} turns the rest into a class of the Vector API.
 */
@NullMarked
package org.jackblockchain.mining.vector;

import org.jspecify.annotations.NullMarked;
