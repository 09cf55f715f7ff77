"""The AWS CLI, and the two validators of templates that are built on boto3, as people run them."""

import json
import subprocess
from pathlib import Path

from library import NARROW, WIDE, policy, statement
from server import environment

DATED = policy(statement(action="dynamodb:*", Condition={"DateGreaterThan": {"aws:CurrentTime": "2018-08-16T12:00:00Z"}}))


class Program:
    def __init__(self, url, binaries, name):
        self.environment = environment(url)
        # `aws` reads the option that its users give, so it gets no endpoint from elsewhere.
        if name == "aws":
            del self.environment["AWS_ENDPOINT_URL"]
        self.path = Path(binaries) / name

    def __call__(self, *arguments, code=0):
        ran = subprocess.run([self.path, *arguments], env=self.environment, capture_output=True, text=True)
        assert ran.returncode == code, f"{arguments[:3]} ends with {ran.returncode}: {ran.stderr or ran.stdout}"
        return json.loads(ran.stdout) if ran.stdout.strip() else ran.stderr


def command_line(url, binaries, _folder):
    aws = Program(url, binaries, "aws")
    endpoint = ["--endpoint-url", url]

    def validate():
        document = policy(statement(action="s3:GetObjekt"))
        asked = ["--policy-type", "IDENTITY_POLICY", "--policy-document", document]
        answer = aws("accessanalyzer", "validate-policy", *endpoint, *asked)
        assert answer["findings"][0]["issueCode"] == "INVALID_ACTION", answer

    def check():
        asked = ["--policy-type", "IDENTITY_POLICY", "--existing-policy-document", NARROW, "--new-policy-document", WIDE]
        answer = aws("accessanalyzer", "check-no-new-access", *endpoint, *asked)
        assert answer["result"] == "FAIL", answer

    def simulate():
        entry = "ContextKeyName=aws:CurrentTime,ContextKeyValues=2019-04-25T11:00:00Z,ContextKeyType=date"
        asked = ["--policy-input-list", DATED, "--action-names", "dynamodb:CreateBackup"]
        answer = aws("iam", "simulate-custom-policy", *endpoint, *asked, "--context-entries", entry)
        assert answer["EvaluationResults"][0]["EvalDecision"] == "allowed", answer

    def name_keys():
        answer = aws("iam", "get-context-keys-for-custom-policy", *endpoint, "--policy-input-list", DATED)
        assert answer == {"ContextKeyNames": ["aws:CurrentTime"]}, answer

    def refuse():
        said = aws("iam", "simulate-custom-policy", *endpoint, "--policy-input-list", "{", "--action-names", "s3:GetObject", code=255)
        assert "InvalidInput" in said, said

    for case in [validate, check, simulate, name_keys, refuse]:
        yield f"aws: {case.__name__.replace('_', ' ')}", case


PUBLIC = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}
OPEN = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*"}
OUTSIDE = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/deploy"}, "Action": "sts:AssumeRole"}
FAULTY = {"Effect": "Allow", "Action": ["iam:PassRole", "s3:GetObjekt"], "Resource": "*"}
QUEUE = "https://sqs.us-east-1.amazonaws.com/123456789012/q"


def document(one):
    return {"Version": "2012-10-17", "Statement": [one]}


def cloudformation():
    def resource(kind, **properties):
        return {"Type": kind, "Properties": properties}

    return {
        "Resources": {
            "Group": resource("AWS::IAM::Group", Policies=[{"PolicyName": "faulty", "PolicyDocument": document(FAULTY)}]),
            "Role": resource("AWS::IAM::Role", RoleName="app", AssumeRolePolicyDocument=document(OUTSIDE)),
            "Queue": resource("AWS::SQS::QueuePolicy", Queues=[QUEUE], PolicyDocument=document(PUBLIC)),
        }
    }


def terraform():
    def resource(kind, label, **values):
        return {
            "address": f"{kind}.{label}",
            "mode": "managed",
            "type": kind,
            "name": label,
            "provider_name": "aws",
            "schema_version": 0,
            "values": values,
        }

    resources = [
        resource("aws_iam_policy", "faulty", name="faulty", policy=json.dumps(document(FAULTY))),
        resource("aws_s3_bucket_policy", "bucket", bucket="acme", policy=json.dumps(document(OPEN))),
    ]
    return {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "variables": {},
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": [],
        "configuration": {"root_module": {"resources": []}},
    }


def validators(url, binaries, folder):
    for name, template in [("cfn-policy-validator", cloudformation()), ("tf-policy-validator", terraform())]:
        file, reference = folder / f"{name}.json", folder / "reference.json"
        file.write_text(json.dumps(template))
        reference.write_text(NARROW)
        program = Program(url, binaries, name)
        config = ["--config", str(default_config(binaries))] if name.startswith("tf") else []
        asked = ["--template-path", str(file), "--region", "us-east-1", *config]

        def codes(command, *more, program=program, asked=asked):
            # They end with 2 where something blocks.
            answer = program(command, *asked, *more, code=2)
            return [found["code"] for found in answer["BlockingFindings"]]

        def validate(codes=codes, name=name):
            found = codes("validate")
            assert {"INVALID_ACTION", "PASS_ROLE_WITH_STAR_IN_RESOURCE"} <= set(found), found
            # Of the role's trust and of the queue; the other validator makes no previews.
            assert found.count("EXTERNAL_PRINCIPAL") == (2 if name.startswith("cfn") else 0), found

        def no_new_access(codes=codes, reference=reference):
            found = codes("check-no-new-access", "--reference-policy", str(reference), "--reference-policy-type", "identity")
            assert found == ["policy-analysis-CheckNoNewAccess"], found

        def access_not_granted(codes=codes):
            found = codes("check-access-not-granted", "--actions", "sqs:SendMessage,s3:GetObject")
            assert found == ["policy-analysis-CheckAccessNotGranted"], found

        def no_public_access(codes=codes):
            found = codes("check-no-public-access")
            assert found == ["policy-analysis-CheckNoPublicAccess"], found

        for case in [validate, no_new_access, access_not_granted, no_public_access]:
            yield f"{name}: {case.__name__.replace('_', ' ')}", case


def default_config(binaries):
    (found,) = Path(binaries).parent.glob("lib/python*/site-packages/iam_check/config/default.yaml")
    return found
