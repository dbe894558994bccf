/** What is valid, as pure functions: chain parameters, header and block rules, retarget, subsidy. Keeps no state. */
@NullMarked
package org.jackblockchain.consensus;

import org.jspecify.annotations.NullMarked;
