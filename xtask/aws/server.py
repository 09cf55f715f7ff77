"""A server to ask, and the environment in which AWS's clients find it and nothing else."""

import os
import re
import subprocess
import tempfile
from contextlib import contextmanager


@contextmanager
def serve(binary, token=None):
    """The address of a server on a free port."""
    with tempfile.TemporaryDirectory(prefix="leastwise-aws-") as folder:
        # What this machine's owner keeps is none of our business.
        environment = {**os.environ, "LEASTWISE_DATA": folder}
        environment |= {"LEASTWISE_SERVE_TOKEN": token} if token else {}
        command = [binary, "serve", "--listen", "127.0.0.1:0"]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=folder)
        try:
            line = process.stderr.readline()
            found = re.search(r"http://\S+", line)
            assert found, f"the server does not start: {line}"
            yield found.group(0).rstrip("/")
        finally:
            process.terminate()
            process.wait()


def environment(url, token=None):
    """For clients that are programs: no credentials of this machine, and one endpoint for every service."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    own |= {
        "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "nobody-verifies-it",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": url,
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_PAGER": "",
        "NO_PROXY": "127.0.0.1",
    }
    return own | ({"AWS_SESSION_TOKEN": token} if token else {})
