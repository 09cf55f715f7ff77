"""S3, SQS and DynamoDB by moto, with the resources that the template makes, and a record of who called what.

Prints its address, then does what the lines of its standard input say, one object of JSON each, and answers each with a line. Ends with it.
"""

import io
import json
import pathlib
import re
import sys
import threading

import boto3
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

ACCOUNT, REGION = "123456789012", "us-east-1"
BUCKET = f"leastwise-logs-{ACCOUNT}-{REGION}"
TABLE, QUEUE, DEAD = "leastwise-table", "leastwise-notifications", "leastwise-dead-letters"
RECEIVES = 5


class Recorder:
    """What was asked by whom: the access key is the name of the caller."""

    def __init__(self, app):
        self.app, self.lock = app, threading.Lock()
        self.calls, self.counts = {}, {}

    def __call__(self, environ, start_response):
        signed = re.search(r"Credential=([^/]+)/\d+/[^/]+/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
        if signed and signed[1] != "check":
            length = int(environ.get("CONTENT_LENGTH") or 0)
            body = environ["wsgi.input"].read(length)
            environ["wsgi.input"] = io.BytesIO(body)
            self.record(*signed.groups(), environ, body)
        return self.app(environ, start_response)

    def record(self, who, service, environ, body):
        for call in of(service, environ, body):
            with self.lock:
                # One resource stands for all that are alike: the first in order.
                known = self.calls.setdefault(who, {})
                known[call[0]] = min(known.get(call[0], call[1]), call[1])
                self.counts[who] = self.counts.get(who, 0) + 1


def of(service, environ, body):
    """The calls that a request stands for: action and resource."""
    operation = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
    if service == "s3":
        yield {"GET": "s3:GetObject"}.get(environ["REQUEST_METHOD"], "s3:unexpected"), f"arn:aws:s3::{environ['PATH_INFO'].replace('/', ':', 1)}"
    elif service == "sqs":
        queue = json.loads(body)["QueueUrl"].rpartition("/")[2]
        yield f"sqs:{operation}", f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}"
    elif service == "dynamodb":
        asked = json.loads(body)
        for table in asked.get("RequestItems", [asked.get("TableName")]):
            yield f"dynamodb:{operation}", f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}"
    else:
        yield f"{service}:{operation}", "*"


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, *_):
        pass


class Driver:
    """Does what is asked of it."""

    def __init__(self, url, recorder):
        def client(service, who):
            return boto3.client(
                service, endpoint_url=url, region_name=REGION, aws_access_key_id=who, aws_secret_access_key="check"
            )

        self.recorder = recorder
        self.s3, self.dynamodb = client("s3", "check"), client("dynamodb", "check")
        self.sqs = client("sqs", "check")
        # Lambda takes messages by the role of the function.
        self.mapping = client("sqs", "analyzer")

    def make(self, **_):
        """All anew, as the template makes it."""
        if self.mapping_queue():
            for name in (QUEUE, DEAD):
                self.sqs.delete_queue(QueueUrl=self.url(name))
            self.dynamodb.delete_table(TableName=TABLE)
            for page in self.s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET):
                for found in page.get("Contents", []):
                    self.s3.delete_object(Bucket=BUCKET, Key=found["Key"])
        else:
            self.s3.create_bucket(Bucket=BUCKET)
        self.sqs.create_queue(QueueName=DEAD)
        redrive = {"deadLetterTargetArn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{DEAD}", "maxReceiveCount": RECEIVES}
        # Here messages come again at once.
        attributes = {"VisibilityTimeout": "0", "RedrivePolicy": json.dumps(redrive)}
        self.sqs.create_queue(QueueName=QUEUE, Attributes=attributes)
        self.dynamodb.create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        )
        told = {"QueueArn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{QUEUE}", "Events": ["s3:ObjectCreated:*"]}
        told["Filter"] = {"Key": {"FilterRules": [{"Name": "prefix", "Value": "AWSLogs/"}]}}
        self.s3.put_bucket_notification_configuration(
            Bucket=BUCKET, NotificationConfiguration={"QueueConfigurations": [told]}
        )
        # As Lambda does when it begins to take messages.
        self.mapping.get_queue_attributes(QueueUrl=self.url(QUEUE), AttributeNames=["All"])
        return {"bucket": BUCKET, "table": TABLE}

    def mapping_queue(self):
        return self.sqs.list_queues(QueueNamePrefix=QUEUE).get("QueueUrls")

    def url(self, name):
        return self.sqs.get_queue_url(QueueName=name)["QueueUrl"]

    def put(self, folder, keys, **_):
        for key in keys:
            self.s3.put_object(Bucket=BUCKET, Key=key, Body=pathlib.Path(folder, key).read_bytes())
        return {}

    def send(self, bodies, **_):
        for body in bodies:
            self.sqs.send_message(QueueUrl=self.url(QUEUE), MessageBody=body)
        return {}

    def receive(self, **_):
        answer = self.mapping.receive_message(QueueUrl=self.url(QUEUE), MaxNumberOfMessages=10)
        names = {"messageId": "MessageId", "receiptHandle": "ReceiptHandle", "body": "Body"}
        messages = answer.get("Messages", [])
        return {"messages": [{name: message[of] for name, of in names.items()} for message in messages]}

    def delete(self, handles, **_):
        for handle in handles:
            self.mapping.delete_message(QueueUrl=self.url(QUEUE), ReceiptHandle=handle)
        return {}

    def dead(self, **_):
        bodies = []
        while messages := self.sqs.receive_message(QueueUrl=self.url(DEAD), MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                bodies.append(message["Body"])
                self.sqs.delete_message(QueueUrl=self.url(DEAD), ReceiptHandle=message["ReceiptHandle"])
        return {"bodies": bodies}

    def count(self, who, **_):
        with self.recorder.lock:
            return {"calls": self.recorder.counts.get(who, 0)}

    def calls(self, **_):
        with self.recorder.lock:
            return {who: sorted(calls.items()) for who, calls in self.recorder.calls.items() if who != "check"}


def main():
    recorder = Recorder(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, recorder, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    driver = Driver(url, recorder)
    print(url, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(getattr(driver, asked.pop("do"))(**asked)), flush=True)


if __name__ == "__main__":
    main()
