//! Layers of functions: whoever puts one into a function needs the permission to get it, for which nothing else is logged.

use super::inferred::{Found, Inferred, Why};
use crate::json::{items, member, text};
use crate::record::Record;
use crate::resource::{ArnParts, Origin};

/// Actions whose requests name the layers of a function: those that know the condition key `lambda:Layer`.
///
/// Sources: <https://docs.aws.amazon.com/lambda/latest/dg/permissions-user-layer.html>,
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html>
const TAKE_LAYERS: [&str; 2] = ["lambda:CreateFunction", "lambda:UpdateFunctionConfiguration"];

/// What the caller needs of each layer, whoever published it.
///
/// Source: <https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html>
const GET_LAYER: &str = "lambda:GetLayerVersion";

pub(super) fn takes_layers(action: &str) -> bool {
    TAKE_LAYERS.contains(&action)
}

/// Hands over the action for each layer that the request names.
pub(super) fn layers(record: &Record<'_>, found: &mut Found<'_>) {
    let list = record.parameters.and_then(|request| member(request, "layers"));
    for layer in list.into_iter().flat_map(items).filter_map(text).filter(|layer| is_version(layer)) {
        let inferred = Inferred { action: GET_LAYER.into(), why: Why::NamesLayer, service: None };
        found(inferred, Some((&layer, Origin::PARAMETER)));
    }
}

/// Functions take layers by the whole ARN of a version, and by nothing else.
fn is_version(arn: &str) -> bool {
    let Some(arn) = ArnParts::of(arn).filter(|arn| arn.service == "lambda") else { return false };
    let named = arn.resource.strip_prefix("layer:").and_then(|rest| rest.split_once(':'));
    named.is_some_and(|(name, version)| {
        let is_number = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
        is_number && !name.is_empty() && ![arn.region, arn.account].contains(&"")
    })
}

#[cfg(test)]
mod tests {
    use catalog::Catalog;

    use super::*;

    #[test]
    fn layers_are_taken_where_their_key_is_known() {
        let catalog = Catalog::embedded();
        let knows = |action: catalog::Action<'_>| {
            action.own_keys().any(|key| key.name().eq_ignore_ascii_case("lambda:Layer"))
        };
        let lambda = catalog.service("lambda").into_iter().flat_map(catalog::Service::actions);
        let names: Vec<String> =
            lambda.filter(|action| knows(*action)).map(catalog::Action::full_name).collect();
        assert_eq!(names, TAKE_LAYERS);
        assert!(catalog.action(GET_LAYER).is_some());
    }

    #[test]
    fn only_versions_are_layers_of_functions() {
        for (arn, expected) in [
            ("arn:aws:lambda:eu-west-1:111122223333:layer:deps:7", true),
            ("arn:aws-cn:lambda:cn-north-1:111122223333:layer:deps:7", true),
            ("arn:aws:lambda:eu-west-1:111122223333:layer:deps", false),
            ("arn:aws:lambda:eu-west-1:111122223333:layer:deps:*", false),
            ("arn:aws:lambda:eu-west-1:111122223333:function:deps:7", false),
            ("deps:7", false),
        ] {
            assert_eq!(is_version(arn), expected, "{arn}");
        }
    }
}
