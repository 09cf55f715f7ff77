//! Parameters that many templates have.

use super::Parameter;
use super::parameter::{Listed, Need};

/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
pub(super) const BUCKET_NAME: Parameter = Parameter {
    name: "bucket_name",
    meaning: "the bucket",
    pattern: "[a-z0-9](?:[a-z0-9-]|\\.[a-z0-9]){1,61}[a-z0-9]",
    form: "the name of a bucket: 3 to 63 lower-case letters, digits, hyphens and dots",
    need: Need::Required,
    example: "acme-reports",
    listed: Listed::No,
};

pub(super) const PREFIX: Parameter = Parameter {
    name: "prefix",
    meaning: "only objects whose keys begin with this; all of the bucket if left out",
    pattern: "[A-Za-z0-9!_.'()/ =+@:,-]{1,512}",
    form: "the beginning of keys, with its slash if it is a folder",
    need: Need::Optional,
    example: "2026/invoices/",
    listed: Listed::No,
};

pub(super) const PARTITION: Parameter = Parameter {
    name: "partition",
    meaning: "the partition of AWS",
    pattern: "aws(?:-[a-z0-9]{1,8}){0,3}",
    form: "a partition",
    need: Need::Default("aws"),
    example: "aws-us-gov",
    listed: Listed::Partitions,
};

pub(super) const ACCOUNT_ID: Parameter = Parameter {
    name: "account_id",
    meaning: "the account that holds it",
    pattern: "[0-9]{12}",
    form: "the 12 digits of an account",
    need: Need::Required,
    example: "111122223333",
    listed: Listed::No,
};

pub(super) const REGION: Parameter = Parameter {
    name: "region",
    meaning: "the region it is in",
    pattern: "[a-z]{2,8}(?:-[a-z]{2,16}){1,3}-[0-9]{1,2}",
    form: "a region",
    need: Need::Required,
    example: "eu-west-1",
    listed: Listed::Regions,
};

/// Source: <https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html>
pub(super) const FUNCTION_NAME: Parameter = Parameter {
    name: "function_name",
    meaning: "the Lambda function",
    pattern: "[A-Za-z0-9_-]{1,64}",
    form: "the name of a function: up to 64 letters, digits, hyphens and underscores",
    need: Need::Required,
    example: "orders-api",
    listed: Listed::No,
};

/// Source: <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html>
pub(super) const QUEUE_NAME: Parameter = Parameter {
    name: "queue_name",
    meaning: "the queue",
    pattern: "[A-Za-z0-9_-]{1,75}(?:\\.fifo|[A-Za-z0-9_-]{0,5})",
    form: "the name of a queue: up to 80 letters, digits, hyphens and underscores, or such a name that ends in `.fifo`",
    need: Need::Required,
    example: "orders",
    listed: Listed::No,
};

/// Source: <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
pub(super) const EXTERNAL_ID: Parameter = Parameter {
    name: "external_id",
    meaning: "what the other side must give as `ExternalId` when it assumes the role, one value for each customer",
    pattern: "[A-Za-z0-9_+=,.@:/-]{2,1224}",
    form: "2 to 1224 letters, digits and characters of `_+=,.@:/-`",
    need: Need::Required,
    example: "acme-7f3c9a52",
    listed: Listed::No,
};
