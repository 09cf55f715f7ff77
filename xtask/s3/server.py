"""Serves a folder as the bucket `logs` over S3's protocol, and misbehaves as asked: by moto, with a layer of our own before it.

Prints its port, then serves until its standard input ends. Then prints how many objects were asked for, and how many calls were refused.
"""

import argparse
import pathlib
import sys
import threading

from moto.s3.models import s3_backends
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

BUCKET = "logs"
REFUSALS = {
    503: ("503 Slow Down", "SlowDown", "Please reduce your request rate."),
    500: ("500 Internal Server Error", "InternalError", "We encountered an internal error. Please try again."),
}


class Shelf:
    """The bucket itself, behind the back of the protocol."""

    def __init__(self):
        self.backend = s3_backends["123456789012"]["aws"]
        self.backend.create_bucket(BUCKET, "us-east-1")

    def fill(self, folder):
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.is_file():
                self.put(path.relative_to(folder).as_posix(), path.read_bytes())

    def put(self, key, body):
        self.backend.put_object(BUCKET, key, body)

    def delete(self, key):
        self.backend.delete_object(BUCKET, key)


class Moody:
    """Refuses every so many requests, and changes the bucket while it is being listed."""

    def __init__(self, app, shelf, options):
        self.app, self.shelf, self.options = app, shelf, options
        self.lock = threading.Lock()
        self.calls = self.gets = self.refused = 0
        self.is_changed = not options.change

    def __call__(self, environ, start_response):
        is_listing = "list-type=2" in environ.get("QUERY_STRING", "")
        with self.lock:
            self.calls += 1
            self.gets += not is_listing
            refusal = None
            if self.options.slow and self.calls % self.options.slow == 0:
                refusal = 503
            elif self.options.fail and self.calls % self.options.fail == 0:
                refusal = 500
            self.refused += refusal is not None
        if refusal:
            status, code, message = REFUSALS[refusal]
            body = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>".encode()
            start_response(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
            return [body]
        if not is_listing or self.is_changed:
            return self.app(environ, start_response)
        body = b"".join(self.app(environ, start_response))
        with self.lock:
            if not self.is_changed and self.options.change[0].encode() in body:
                self.change(*self.options.change)
        return [body]

    def change(self, gone, rewritten, source, added):
        """The page that names these is on its way, so whoever asked knows them as they were."""
        self.is_changed = True
        self.shelf.delete(gone)
        body = pathlib.Path(source).read_bytes()
        self.shelf.put(rewritten, body)
        self.shelf.put(added, body)


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--slow", type=int, default=0)
    parser.add_argument("--fail", type=int, default=0)
    parser.add_argument("--change", nargs=4, metavar=("GONE", "REWRITTEN", "SOURCE", "ADDED"))
    options = parser.parse_args()
    shelf = Shelf()
    shelf.fill(options.folder)
    moody = Moody(DomainDispatcherApplication(create_backend_app), shelf, options)
    server = make_server("127.0.0.1", 0, moody, threaded=True, request_handler=Quiet)
    print(server.server_port, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    print(moody.gets, moody.refused, flush=True)


if __name__ == "__main__":
    main()
