//! Private addresses where only public ones are ever compared.

use policy::tree::{ConditionEntry, Operator, OperatorName, SetPrefix, Spanned};

use crate::Cx;
use crate::literals::fixed_texts;
use policy::value::IpRange;

/// Whether a condition holds private addresses only, or public ones too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Share {
    All,
    Some,
}

/// Reports the private addresses of a condition on `aws:SourceIp` with this operator, if they make up this share.
pub(crate) fn report(
    cx: &mut Cx<'_>,
    operator: &Spanned<Operator>,
    entry: &ConditionEntry,
    wanted: (OperatorName, Share),
    effect: &str,
) {
    let (name, share) = wanted;
    if operator.value.name != Some(name) || !entry.key.value.is("aws:SourceIp") {
        return;
    }
    let ranges = fixed_texts(entry).filter_map(|(value, text)| Some((value, IpRange::parse(&text)?, text)));
    let private: Vec<_> = ranges.filter(|(_, range, _)| range.is_private()).collect();
    // What cannot be read may be public.
    let is_all = private.len() == entry.values.len() && entry.misplaced.is_empty();
    if is_all != (share == Share::All) {
        return;
    }
    let may_be_absent = operator.value.if_exists || operator.value.set == Some(SetPrefix::ForAllValues);
    let effect = match wanted {
        (OperatorName::IpAddress, Share::All) if may_be_absent => {
            "so the condition only holds without the key"
        }
        _ => effect,
    };
    for (value, _, text) in private {
        cx.report(value.span, format!("`{text}` is no address on the internet, {effect}"))
            .label(entry.key.span, "this is the public address of the caller")
            .help("name public addresses, or compare `aws:VpcSourceIp` together with `aws:SourceVpc`");
    }
}
