import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import requests
from requests_oauth2client import ClientSecretBasic, DPoPKey, DPoPToken, OAuth2Client, PrivateKeyJwt, PublicApp

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "kit"))
from serve import all_but, serve

AUTHENTICATION = {
    "none": lambda who: PublicApp(who["id"]),
    "client_secret_basic": lambda who: ClientSecretBasic(who["id"], who["secret"]),
    "private_key_jwt": lambda who: PrivateKeyJwt(who["id"], {"alg": "ES256", "kid": "client", **who["key"]}),
}


def start(settings, token=None):
    http = requests.Session()
    if settings.get("ca"):
        with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
            file.write(settings["ca"])
        http.verify = file.name
    return SimpleNamespace(settings=settings, http=http, token=token)


def client(one):
    """Reads the metadata."""
    issuer = one.settings["issuer"]
    return OAuth2Client.from_discovery_endpoint(
        issuer.rstrip("/") + "/.well-known/oauth-authorization-server",
        issuer,
        auth=AUTHENTICATION[one.settings["client"]["auth"]](one.settings["client"]),
        session=one.http,
        testing=issuer.startswith("http:"),
        redirect_uri=one.settings.get("redirect_uri"),
        dpop_bound_access_tokens=True,
    )


def authorize(one, par, _dpop_jkt):
    one.asked = client(one).authorization_request(scope=one.settings.get("scope") or None)
    return str(client(one).pushed_authorization_request(one.asked) if par else one.asked)


def token(one, grant, callback):
    if grant == "client_credentials":
        return client(one).client_credentials(scope=one.settings.get("scope") or None)
    if grant == "refresh_token":
        return client(one).refresh_token(one.token)
    return client(one).authorization_code(one.asked.validate_callback(callback))


def call(one, method, url, headers, body):
    return one.http.request(method, url, headers=headers, data=body, auth=one.token).status_code


def save(one):
    key = one.token.dpop_key.private_key.to_dict()
    return {"settings": one.settings, "key": key, "access": one.token.access_token, "refresh": one.token.refresh_token}


def load(kept):
    key = DPoPKey(kept["key"], alg="ES256")
    return start(kept["settings"], DPoPToken(kept["access"], refresh_token=kept["refresh"], _dpop_key=key))


serve(__file__, "library", all_but(), start=start, authorize=authorize, token=token, call=call, save=save, load=load)
