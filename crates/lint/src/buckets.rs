//! What a statement says of S3 buckets and their objects.

use policy::tree::Statement;
use policy::{Glob, ResourcePattern};

/// Whether some resource of the statement is in S3.
pub(crate) fn is_of_s3(statement: &Statement) -> bool {
    statement.resources().iter().any(|resource| id_in_s3(&resource.value).is_some())
}

/// Whether a resource of the statement is a bucket, and not only objects in one.
pub(crate) fn names_bucket(statement: &Statement) -> bool {
    let is_bucket = |id: &Glob| !id.to_string().contains('/') && !id.tokens().is_empty();
    any(statement, is_bucket)
}

/// Whether a resource of the statement stands for all objects of a bucket.
pub(crate) fn names_objects(statement: &Statement) -> bool {
    any(statement, |id| id.to_string().ends_with('*'))
}

fn any(statement: &Statement, holds: impl Fn(&Glob) -> bool) -> bool {
    statement.resources().iter().any(|resource| {
        let id = id_in_s3(&resource.value);
        resource.value.is_everything() || id.is_some_and(&holds)
    })
}

/// The last part of the ARN, if it is one of a bucket or of objects: those have no account.
fn id_in_s3(resource: &ResourcePattern) -> Option<&Glob> {
    let [_, _, service, _, account, id] = resource.parts() else { return None };
    (service.as_literal().as_deref() == Some("s3") && account.tokens().is_empty()).then_some(id)
}
