//! Where in a file the columns of a name lie.

use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit};
use parquet::schema::types::Type;

use super::column::Kind;

/// A column as it lies in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    /// The names from the outside to the inside, without those of the groups that only make a list or a map.
    pub(super) path: Vec<String>,
    /// What it holds; none if nothing that is read here.
    pub(super) kind: Option<(Kind, Unit)>,
    /// How many lists lie around it.
    pub(super) lists: i16,
    /// The definition level of an entry of the list around it, and of a value.
    pub(super) entry: i16,
    pub(super) value: i16,
}

/// How many of these make a second, where the column is one of moments.
pub(super) type Unit = i64;

/// The columns of a schema, in the order of their chunks.
pub(super) fn leaves(schema: &Type) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    let outside = Leaf { path: Vec::new(), kind: None, lists: 0, entry: 0, value: 0 };
    for field in schema.get_fields() {
        add(field, &outside, true, &mut leaves);
    }
    leaves
}

/// Adds what lies in a field. INVARIANT: [`super::guard`] has bounded how deep groups lie in each other.
fn add(field: &Type, outside: &Leaf, is_named: bool, leaves: &mut Vec<Leaf>) {
    let info = field.get_basic_info();
    let mut leaf = outside.clone();
    if is_named {
        leaf.path.push(field.name().to_owned());
    }
    match info.has_repetition().then(|| info.repetition()) {
        Some(Repetition::OPTIONAL) => leaf.value += 1,
        Some(Repetition::REPEATED) => {
            leaf.value += 1;
            leaf.lists += 1;
            leaf.entry = leaf.value;
        }
        Some(Repetition::REQUIRED) | None => {}
    }
    if field.is_primitive() {
        leaf.kind = kind(field);
        leaves.push(leaf);
        return;
    }
    let is_list = info.converted_type() == ConvertedType::LIST;
    let is_map = matches!(info.converted_type(), ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE);
    let [entries] = field.get_fields() else {
        return field.get_fields().iter().for_each(|inner| add(inner, &leaf, true, leaves));
    };
    let is_repeated = entries.get_basic_info().repetition() == Repetition::REPEATED;
    if !(is_list || is_map) || !is_repeated {
        return add(entries, &leaf, true, leaves);
    }
    // `list.element`, `bag.array_element`, `key_value`: names that mean nothing. An old list has its entries without a group around.
    if entries.is_primitive() || (is_list && entries.get_fields().len() != 1) || is_map {
        return add(entries, &leaf, false, leaves);
    }
    leaf.value += 1;
    leaf.lists += 1;
    leaf.entry = leaf.value;
    for element in entries.get_fields() {
        add(element, &leaf, false, leaves);
    }
}

/// What the values of a column are.
fn kind(field: &Type) -> Option<(Kind, Unit)> {
    use parquet::basic::Type::{BOOLEAN, BYTE_ARRAY, INT32, INT64, INT96};
    let info = field.get_basic_info();
    let moment = |unit| Some((Kind::Moment, unit));
    match (field.get_physical_type(), info.logical_type_ref(), info.converted_type()) {
        (BOOLEAN, ..) => Some((Kind::Flag, 0)),
        (BYTE_ARRAY, _, ConvertedType::DECIMAL | ConvertedType::BSON) => None,
        (BYTE_ARRAY, ..) => Some((Kind::Text, 0)),
        (INT64, Some(LogicalType::Timestamp(of)), _) => moment(match of.unit {
            TimeUnit::MILLIS => 1_000,
            TimeUnit::MICROS => 1_000_000,
            TimeUnit::NANOS => 1_000_000_000,
        }),
        (INT64, _, ConvertedType::TIMESTAMP_MICROS) => moment(1_000_000),
        // INT96 is how Spark wrote moments of old; they are read as milliseconds.
        (INT64, _, ConvertedType::TIMESTAMP_MILLIS) | (INT96, ..) => moment(1_000),
        (INT32 | INT64, _, ConvertedType::DECIMAL | ConvertedType::DATE | ConvertedType::TIME_MILLIS) => None,
        (INT32 | INT64, ..) => Some((Kind::Number, 0)),
        _ => None,
    }
}
