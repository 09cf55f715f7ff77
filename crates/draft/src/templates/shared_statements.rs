//! What several templates allow, word for word. Macros, since a policy is one text that is put together when it is compiled.

/// A policy of these statements, each as deep as it stands in the policy.
macro_rules! policy_of {
    ($first:expr $(, $more:expr)* $(,)?) => {
        concat!("\n{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n", $first $(, ",\n", $more)*, "\n  ]\n}\n")
    };
}

/// Lists the objects of a bucket, or those under a prefix.
macro_rules! list_objects {
    ($sid:literal) => {
        concat!(
            r#"    {
      "Sid": ""#,
            $sid,
            r#"",
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:{{partition}}:s3:::{{bucket_name}}",
      "Condition": {
        "StringLike": { "s3:prefix": "{{prefix}}*" }
      }
    }"#
        )
    };
}

/// Tells where a bucket is and whether it keeps versions.
macro_rules! find_bucket {
    () => {
        r#"    {
      "Sid": "FindBucket",
      "Effect": "Allow",
      "Action": ["s3:GetBucketLocation", "s3:GetBucketVersioning"],
      "Resource": "arn:{{partition}}:s3:::{{bucket_name}}"
    }"#
    };
}

/// Reads the objects of a bucket, or those under a prefix.
macro_rules! read_objects {
    () => {
        r#"    {
      "Sid": "ReadObjects",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:GetObjectVersion"],
      "Resource": "arn:{{partition}}:s3:::{{bucket_name}}/{{prefix?}}*"
    }"#
    };
}

/// Writes the log of a Lambda function.
///
/// `CreateLogGroup` is listed with the group's ARN as it is, while the guide wants `:*` behind it in policies: both are granted.
macro_rules! write_log_of_function {
    () => {
        r#"    {
      "Sid": "WriteLog",
      "Effect": "Allow",
      "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      "Resource": [
        "arn:{{partition}}:logs:{{region}}:{{account_id}}:log-group:/aws/lambda/{{function_name}}",
        "arn:{{partition}}:logs:{{region}}:{{account_id}}:log-group:/aws/lambda/{{function_name}}:*"
      ]
    }"#
    };
}

pub(super) use {find_bucket, list_objects, policy_of, read_objects, write_log_of_function};
