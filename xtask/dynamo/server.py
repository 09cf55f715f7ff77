"""Serves DynamoDB by moto, and misbehaves as asked: throttled, half done, or done with the answer lost.

Prints its port, then serves until its standard input ends. Then prints how many calls came in, and how many of them went wrong.
"""

import argparse
import io
import json
import sys
import threading

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

BATCHES = {"BatchWriteItem": ("UnprocessedItems", None), "BatchGetItem": ("UnprocessedKeys", "Keys")}


class Moody:
    """Every so many calls something goes wrong, each kind of it in its own turn."""

    def __init__(self, app, options):
        self.app, self.options = app, options
        self.lock = threading.Lock()
        self.calls = self.batches = self.writes = self.wrong = 0

    def __call__(self, environ, start_response):
        operation = environ.get("HTTP_X_AMZ_TARGET", "").rsplit(".", 1)[-1]
        with self.lock:
            self.calls += 1
            self.batches += operation in BATCHES
            self.writes += operation in ("PutItem", "BatchWriteItem")
            is_throttled = turn(self.calls, self.options.throttle) and operation != "CreateTable"
            is_half = operation in BATCHES and turn(self.batches, self.options.half)
            is_lost = operation in ("PutItem", "BatchWriteItem") and turn(self.writes, self.options.lost)
            self.wrong += is_throttled or is_half or is_lost
        if is_throttled:
            return refusal(start_response, "400 Bad Request", "ProvisionedThroughputExceededException")
        if is_half:
            return self.half(environ, start_response, operation)
        if is_lost:
            b"".join(self.app(environ, lambda *_: None))
            return refusal(start_response, "500 Internal Server Error", "InternalServerError")
        return self.app(environ, start_response)

    def half(self, environ, start_response, operation):
        """Does the first half, and says that the other was left undone."""
        left, member = BATCHES[operation]
        request = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        ((table, asked),) = request["RequestItems"].items()
        items = asked[member] if member else asked
        done, undone = items[: len(items) // 2], items[len(items) // 2 :]
        rest = {**asked, member: undone} if member else undone
        answer = {left: {table: rest}}
        if done:
            request["RequestItems"][table] = {**asked, member: done} if member else done
            body = json.dumps(request).encode()
            environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(body), str(len(body))
            answer = {**json.loads(b"".join(self.app(environ, lambda *_: None))), **answer}
        return answered(start_response, "200 OK", answer)


def turn(count, every):
    return bool(every) and count % every == 0


def refusal(start_response, status, code):
    answer = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "by request"}
    return answered(start_response, status, answer)


def answered(start_response, status, answer):
    body = json.dumps(answer).encode()
    headers = [("Content-Type", "application/x-amz-json-1.0"), ("Content-Length", str(len(body)))]
    start_response(status, headers)
    return [body]


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--throttle", type=int, default=0)
    parser.add_argument("--half", type=int, default=0)
    parser.add_argument("--lost", type=int, default=0)
    moody = Moody(DomainDispatcherApplication(create_backend_app), parser.parse_args())
    server = make_server("127.0.0.1", 0, moody, threaded=True, request_handler=Quiet)
    print(server.server_port, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    print(moody.calls, moody.wrong, flush=True)


if __name__ == "__main__":
    main()
