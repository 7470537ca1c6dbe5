"""Speaks the drive contract for an adapter in Python: one JSON object a line in, one out."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

WORDS = {
    "client_credentials": "token.client_credentials",
    "authorization_code": "token.authorization_code",
    "refresh_token": "token.refresh",
}


def needed(request):
    """What a client must have claimed for a command."""
    command = request["cmd"]
    if command == "token":
        more = [name for name in ("par", "dpop_jkt") if request.get(name)]
        return [WORDS.get(request.get("grant"), "another grant"), *more]
    if command == "call":
        method = "call" if request.get("method", "GET") == "GET" else "call.post"
        more = ["call.stream"] if request.get("stream") else []
        return [method, *more, *(["parallel"] if request.get("parallel", 1) > 1 else [])]
    if command in ("save", "load"):
        return ["restart"]
    return ["https"] if command == "start" and request.get("ca") else []


def granted(can, one, grant, callback=None):
    one.token = can.token(one, grant, callback)
    return {"token_type": one.token.token_type, "has_refresh": bool(one.token.refresh_token)}


def calls(can, one, request):
    """Makes the calls one after the other, or at once in threads. A stream is a generator, and can be read once."""
    headers = dict(request.get("headers") or [])
    text = request.get("body")

    def body():
        data = None if text is None else text.encode()
        return (part for part in [data]) if data is not None and request.get("stream") else data

    def once(_):
        return can.call(one, request.get("method", "GET"), request["url"], headers, body())

    statuses = []
    for _ in range(request.get("times", 1)):
        count = request.get("parallel", 1)
        with ThreadPoolExecutor(count) as pool:
            statuses += list(pool.map(once, range(count)))
    return {"status": statuses[-1], "statuses": statuses}


def answer(can, product, sessions, request):
    command = request["cmd"]
    one = sessions.get(request.get("session"))
    if command == "hello":
        known = {"name": product["name"], "version": product["version"], "language": "python"}
        return {**known, "decides": can.decides, "does": can.does}
    if command in ("start", "load"):
        made = can.start(request) if command == "start" else can.load(json.loads(request["state"]))
        sessions[request["session"]] = made
        return {}
    if command == "token" and request["grant"] == "authorization_code":
        return {"navigate": can.authorize(one, bool(request.get("par")), bool(request.get("dpop_jkt")))}
    if command == "token":
        return granted(can, one, request["grant"])
    if command == "callback":
        return granted(can, one, "authorization_code", request["url"])
    if command == "call":
        return calls(can, one, request)
    return {"state": json.dumps(can.save(one))} if command == "save" else {}


def all_but(*words):
    every = [*WORDS.values(), *"par dpop_jkt call call.post call.stream nonce.as nonce.rs restart parallel".split()]
    return [word for word in [*every, "https", "http-loopback", "redirects"] if word not in words]


def serve(adapter, decides, does, **functions):
    """Serves until `stop` or the end of standard input.

    The functions get a session, which `start(settings)` makes, and which has the newest token as its `token`:
    `token(one, grant, callback)`, `authorize(one, par, dpop_jkt)`, `call(one, method, url, headers, body)`, `save(one)`,
    and `load(kept)`, which makes a session too.
    """
    can = SimpleNamespace(decides=decides, does=does, **functions)
    product = json.loads(Path(adapter).with_name("product.json").read_text())
    known = {"hello", "start", "token", "callback", "call", "save", "load", "stop"}
    sessions = {}
    for line in sys.stdin:
        request = json.loads(line)
        if request["cmd"] not in known or not set(needed(request)) <= set(can.does):
            reply = {"ok": False, "unsupported": True}
        else:
            try:
                reply = {"ok": True, **answer(can, product, sessions, request)}
            except Exception as error:  # whatever a library raises is what it says of the task
                name = getattr(error, "error", None) or type(error).__name__
                reply = {"ok": False, "error": {"code": str(name), "text": str(error)[:500]}}
        sys.stdout.write(json.dumps({"id": request.get("id"), **reply}) + "\n")
        sys.stdout.flush()
        if request["cmd"] == "stop":
            return
