package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/** Which parameters of which methods are texts, for those who get all of them as text, such as a command line. */
public final class ParameterKinds {
    private final MethodTable methods = new MethodTable(RpcServer.methods(noNode(), new Slots(),
            InstantSource.system()));

    /**
     * A parameter as JSON.
     *
     * @param position counted from 0
     * @return empty when it is none
     */
    public Optional<JsonNode> json(String method, int position, String text) {
        return json(methods.kind(method, position), method, text);
    }

    /** The same, by the parameter's name. */
    public Optional<JsonNode> json(String method, String name, String text) {
        return json(methods.kind(method, name), method, text);
    }

    private static Optional<JsonNode> json(Param.Kind kind, String method, String text) {
        boolean isText = kind == Param.Kind.TEXT || method.equals("echo");
        return isText ? Optional.of(Json.text(text)) : Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The methods say what they take without asking it anything. */
    private static RpcNode noNode() {
        InvocationHandler refusal = (_, method, _) -> {
            throw new IllegalStateException("there is no node here to ask for " + method.getName());
        };
        return (RpcNode) Proxy.newProxyInstance(RpcNode.class.getClassLoader(), new Class<?>[]{RpcNode.class},
                refusal);
    }
}
