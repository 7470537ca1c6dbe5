"""A resource server for auth0-api-python: WSGI, as Flask and Django have it, where field lines of one name are joined with a comma.

python adapter.py <port> <issuer>
"""

import asyncio
import json
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx
from auth0_api_python import ApiClient, ApiClientOptions, api_client
from auth0_api_python.errors import BaseAuthError

PORT, ISSUER = int(sys.argv[1]), sys.argv[2]
DOMAIN = ISSUER.removeprefix("http://")

# The library takes issuers of https alone. The one of the test is on this machine, so that its http is read as https.
https_only = api_client.normalize_domain
api_client.normalize_domain = lambda domain: https_only(domain.replace("http://", "https://"))


async def fetch(url):
    async with httpx.AsyncClient() as client:
        response = await client.get(url.replace(f"https://{DOMAIN}", ISSUER))
        response.raise_for_status()
        return response.json()


api = ApiClient(ApiClientOptions(domain=DOMAIN, audience="urn:proofmark:api", custom_fetch=fetch, dpop_required=True))


def answer(environ, start_response):
    names = {"HTTP_AUTHORIZATION": "authorization", "HTTP_DPOP": "dpop"}
    headers = {name: environ[key] for key, name in names.items() if key in environ}
    query = f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else ""
    url = f"http://127.0.0.1:{PORT}{environ['RAW_PATH']}{query}"
    try:
        asyncio.run(api.verify_request(headers, environ["REQUEST_METHOD"], url))
    except BaseAuthError as error:
        body = {"error": error.get_error_code(), "error_description": error.get_error_description()}
        status, fields = f"{error.get_status_code()} Refused", error.get_headers()
    else:
        status, fields, body = "200 OK", {}, {"protected": "resource"}
    text = send(start_response, status, fields, body)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else text


def send(start_response, status, headers, body):
    text = json.dumps(body).encode()
    fields = {**headers, "Content-Type": "application/json", "Content-Length": str(len(text))}
    start_response(status, list(fields.items()))
    return [text]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128


class Handler(WSGIRequestHandler):
    def get_environ(self):
        """With the path as it was sent: an htu has it so too."""
        return {**super().get_environ(), "RAW_PATH": self.path.split("?", 1)[0]}

    def log_message(self, *_):
        """Prints nothing for each request."""


server = make_server("127.0.0.1", PORT, answer, Server, Handler)
print("ready", flush=True)
server.serve_forever()
