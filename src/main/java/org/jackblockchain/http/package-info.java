/** The node over HTTP: the tutorial's routes, a status and a page. Requests become events, answers are views. */
@NullMarked
package org.jackblockchain.http;

import org.jspecify.annotations.NullMarked;
