/** The commands of {@code jbc}, a class each. */
@NullMarked
package org.jackblockchain.app.command;

import org.jspecify.annotations.NullMarked;
