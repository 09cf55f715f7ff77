//! What a `Principal` that AWS refuses was likely meant to say.

use policy::tree::{Principal, PrincipalForm, PrincipalType};
use policy::write::quote;

/// Whether the text was likely left to a template to fill in, or to a request.
pub(crate) fn is_dynamic(text: &str) -> bool {
    text.contains("${")
}

/// Whether a key of a map is a function of a template, and no type of principal.
pub(crate) fn is_function(key: &str) -> bool {
    key.starts_with("Fn::") || key == "Ref"
}

pub(crate) fn has_wildcard(principal: &Principal) -> bool {
    principal.text.contains(['*', '?'])
}

/// The type under which a text is a principal, if there is only one.
pub(crate) fn type_of(text: &str) -> Option<PrincipalType> {
    let form = |kind| Principal::parse(&kind, text).form;
    if !matches!(form(PrincipalType::Aws), PrincipalForm::OtherArn | PrincipalForm::Unrecognized) {
        return Some(PrincipalType::Aws);
    }
    let is_provider =
        matches!(form(PrincipalType::Federated), PrincipalForm::SamlProvider | PrincipalForm::OidcProvider);
    if is_provider {
        return Some(PrincipalType::Federated);
    }
    is_service_host(text).then_some(PrincipalType::Service)
}

/// Whether the text ends like the principals of AWS's services do.
fn is_service_host(text: &str) -> bool {
    [".amazonaws.com", ".amazonaws.com.cn"]
        .iter()
        .any(|end| text.strip_suffix(end).is_some_and(|name| !name.is_empty()))
        && !text.starts_with("cognito-identity.")
}

/// The map that holds these texts, if all of them are of one type.
pub(crate) fn map_of<'a>(texts: impl IntoIterator<Item = &'a str>, is_list: bool) -> Option<String> {
    let texts: Vec<_> = texts.into_iter().collect();
    let kind = type_of(texts.first()?)?;
    if !texts.iter().all(|text| type_of(text).as_ref() == Some(&kind)) {
        return None;
    }
    let quoted = texts.iter().map(|text| quote(text)).collect::<Vec<_>>().join(", ");
    let value = if is_list { format!("[{quoted}]") } else { quoted };
    Some(format!("{{ {}: {value} }}", quote(kind.text())))
}
