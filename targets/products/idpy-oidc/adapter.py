"""The authorization server of idpy-oidc, as WSGI: its endpoints, and a user who is logged in.

python adapter.py <port>
"""

import json
import os
import sys
from socketserver import ThreadingMixIn
from threading import Lock
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from idpyoidc.server import Server
from idpyoidc.server.configure import OPConfiguration

PORT = int(sys.argv[1])
ISSUER = f"http://127.0.0.1:{PORT}"
GRANTS = ["authorization_code", "refresh_token"]
METHODS = ["client_secret_basic", "client_secret_post"]
ADD_ONS = "idpyoidc.server.oauth2.add_on"
ALGORITHMS = ["ES256", "ES384", "PS256", "RS256", "EdDSA"]


def usage(*made):
    return {"supports_minting": list(made), "expires_in": 3600, "max_usage": 1}


def endpoint(path, cls, **kwargs):
    return {"path": path, "class": cls, "kwargs": kwargs}


CONFIGURATION = {
    "issuer": ISSUER,
    "httpc_params": {"verify": False},
    "key_conf": {"key_defs": [{"type": "EC", "crv": "P-256", "use": ["sig"]}, {"type": "RSA", "use": ["sig"]}]},
    "token_handler_args": {
        "key_conf": {"key_defs": [{"type": "oct", "bytes": 24, "use": ["enc"], "kid": "code"}]},
        "code": {"lifetime": 600, "kwargs": {}},
        "token": {"class": "idpyoidc.server.token.jwt_token.JWTToken", "kwargs": {"lifetime": 3600}},
        "refresh": {"class": "idpyoidc.server.token.jwt_token.JWTToken", "kwargs": {"lifetime": 3600}},
        "id_token": {"class": "idpyoidc.server.token.id_token.IDToken", "kwargs": {}},
    },
    "preference": {"grant_types_supported": GRANTS, "response_types_supported": ["code"]},
    "endpoint": {
        "provider_info": endpoint(
            ".well-known/openid-configuration", "idpyoidc.server.oidc.provider_config.ProviderConfiguration"
        ),
        "authorization": endpoint(
            "authorization",
            "idpyoidc.server.oidc.authorization.Authorization",
            response_types_supported=["code"],
        ),
        "token": endpoint(
            "token",
            "idpyoidc.server.oidc.token.Token",
            client_authn_method=METHODS,
            grant_types_supported=GRANTS,
        ),
        "userinfo": endpoint(
            "userinfo", "idpyoidc.server.oidc.userinfo.UserInfo", client_authn_method=["dpop"]
        ),
    },
    "authentication": {
        "anon": {"acr": "1", "class": "idpyoidc.server.user_authn.user.NoAuthn", "kwargs": {"user": "tester"}}
    },
    "userinfo": {"class": "idpyoidc.server.user_info.UserInfo", "kwargs": {"db": {"tester": {"name": "Tester"}}}},
    "authz": {
        "class": "idpyoidc.server.authz.AuthzHandling",
        "kwargs": {
            "grant_config": {
                "usage_rules": {
                    "authorization_code": usage("access_token", "refresh_token", "id_token"),
                    "access_token": {"expires_in": 3600},
                    "refresh_token": {"supports_minting": ["access_token", "refresh_token"], "expires_in": 36000},
                },
                "expires_in": 43200,
            }
        },
    },
    "add_ons": {
        "pkce": {"function": f"{ADD_ONS}.pkce.add_support", "kwargs": {"essential": True}},
        "dpop": {
            "function": f"{ADD_ONS}.dpop.add_support",
            "kwargs": {
                "dpop_signing_alg_values_supported": ALGORITHMS,
                "dpop_endpoints": ["token", "userinfo"],
            },
        }
    },
}

server = Server(OPConfiguration(CONFIGURATION, base_path="."), cwd=os.environ["PROOFMARK_SCRATCH"])
server.context.cdb["confidential"] = {
    "redirect_uris": [("https://client.example.com/cb", {})],
    "response_types_supported": ["code"],
    "grant_types_supported": GRANTS,
    "allowed_scopes": ["openid", "offline_access"],
    "client_secret": os.environ["CLIENT_SECRET"],
    "token_endpoint_auth_method": "client_secret_basic",
}
server.keyjar.add_symmetric("confidential", os.environ["CLIENT_SECRET"])


one_at_a_time = Lock()  # nothing says that the package may be used by several threads


def answer(environ, start_response):
    with one_at_a_time:
        return answer_one(environ, start_response)


def answer_one(environ, start_response):
    path = environ["PATH_INFO"].lstrip("/")
    found = next((one for one in server.endpoint.values() if one.endpoint_path == path), None)
    if found is None:
        return send(start_response, "404 Not Found", [], "{}")
    length = int(environ.get("CONTENT_LENGTH") or 0)
    text = environ["wsgi.input"].read(length).decode() if environ["REQUEST_METHOD"] == "POST" else environ["QUERY_STRING"]
    headers = {key[5:].lower().replace("_", "-"): value for key, value in environ.items() if key.startswith("HTTP_")}
    http_info = {"headers": headers, "method": environ["REQUEST_METHOD"], "url": f"{ISSUER}/{path}"}
    if "QUERY_STRING" in environ and environ["QUERY_STRING"]:
        http_info["url"] += f"?{environ['QUERY_STRING']}"
    request = {key: values[0] for key, values in parse_qs(text, keep_blank_values=True).items()}
    try:
        parsed = found.parse_request(request, http_info=http_info)
        if "error" in parsed:
            return refuse(start_response, parsed.to_dict())
        args = found.process_request(parsed, http_info=http_info)
        if "redirect_location" in args:
            return send(start_response, "303 See Other", [("Location", args["redirect_location"])], "")
        if "http_response" in args:
            return send(start_response, "200 OK", [("Content-Type", "text/html")], args["http_response"])
        response = found.do_response(request=parsed, **args)
    except Exception as error:
        # The package raises what its add-on for DPoP refuses, without a code.
        return refuse(start_response, {"error": "invalid_request", "error_description": str(error)})
    if found.response_placement == "url":
        return send(start_response, "303 See Other", [("Location", response["response"])], "")
    status = "400 Refused" if "error" in args else "200 OK"
    return send(start_response, status, response["http_headers"], response["response"])


def refuse(start_response, error):
    return send(start_response, "400 Refused", [("Content-Type", "application/json")], json.dumps(error))


def send(start_response, status, fields, text):
    body = text.encode()
    start_response(status, [*fields, ("Content-Length", str(len(body)))])
    return [body]


class Threading(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128


class Handler(WSGIRequestHandler):
    def log_message(self, *_):
        """Prints nothing for each request."""


httpd = make_server("127.0.0.1", PORT, answer, Threading, Handler)
print("ready", flush=True)
httpd.serve_forever()
