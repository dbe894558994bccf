/** What a script is and does. */
@NullMarked
package org.jackblockchain.consensus.script;

import org.jspecify.annotations.NullMarked;
