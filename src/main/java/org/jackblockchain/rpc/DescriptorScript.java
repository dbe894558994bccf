package org.jackblockchain.rpc;

import java.util.List;

import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.Bytes;

/** The one output script that a descriptor stands for, where one is wanted. */
final class DescriptorScript {
    /** Where a combo has the output by witness key hash, or by key hash if its key is a long one. */
    private static final int BEST_OF_COMBO = 2;

    private DescriptorScript() {}

    /**
     * That of a descriptor, with or without checksum.
     *
     * @throws RpcError saying what is wrong
     */
    static Bytes of(String text, ChainParams params) {
        return of(DescriptorParser.parse(text, params));
    }

    /** @throws RpcError if it stands for several, or asks for secrets that are not here */
    static Bytes of(DescriptorParser.Parsed parsed) {
        if (parsed.all().size() > 1)
            throw RpcError.invalid("Multipath descriptor not accepted");
        if (parsed.first().isRange())
            throw RpcError.invalid("Ranged descriptor not accepted. Maybe pass through deriveaddresses first?");
        List<OutputDescriptor.Expanded> scripts = parsed.first().at(0)
                .orElseThrow(() -> new RpcError(RpcError.Code.NOT_FOUND, "Cannot derive script without private keys"));
        return scripts.get(Math.min(BEST_OF_COMBO, scripts.size() - 1)).script();
    }
}
