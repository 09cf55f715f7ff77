//! `Condition`: a pair of operator and key.

use eval::Switches;
use eval::prepare::{Condition, Value, ValueReading};
use policy::tree::{OperatorName, OperatorType, Part, SetPrefix};
use policy::{Piece as Token, ResourcePattern, ShortArn};

use super::cell::{Assigned, Cell};
use super::pieces::{Spelling, of_resource};
use crate::atom::{Alternative, Aside, Doubt, KeyAtom, Shape, Test, Written};
use crate::formula::FormulaId;
use crate::space::Space;
use crate::value::ValueSet;

impl Space<'_> {
    pub(super) fn condition(&mut self, condition: &Condition, cell: &Cell) -> FormulaId {
        if is_odd(condition) {
            let doubt = self.atoms.doubt(Doubt::MixedKey(condition.key.to_string()));
            return self.formulas.literal(doubt, true);
        }
        let missing = condition.without_key(Switches::default()).is_yes();
        let shape = match condition.set {
            Some(SetPrefix::ForAllValues) => Shape::All,
            Some(SetPrefix::ForAnyValue) => Shape::Any { missing },
            None => Shape::Only { missing },
        };
        let values = condition.values.iter().map(|value| value.text.to_string()).collect();
        let written = Aside(Written { operator: condition.operator(), values });
        let test = self.test(condition, cell);
        self.key_names.entry(condition.name().into()).or_insert_with(|| condition.key.clone());
        self.key(condition.name(), KeyAtom { shape, test, written }, cell)
    }

    fn test(&mut self, condition: &Condition, cell: &Cell) -> Test {
        let name = condition.entry.name;
        match name.value_type() {
            OperatorType::String | OperatorType::Arn => {
                let spelling = spelling(name);
                let any_of = condition.values.iter().filter_map(|value| match name.value_type() {
                    OperatorType::Arn => self.arn(value, cell),
                    _ => self.words(value, spelling, cell),
                });
                let any_of = any_of.collect();
                Test::Text { any_of, negated: name.is_negated() }
            }
            _ if name == OperatorName::Null => {
                let is =
                    |text: &str| condition.values.iter().any(|value| value.text.eq_ignore_ascii_case(text));
                Test::Presence { absent: is("true"), present: is("false") }
            }
            _ => {
                let operands: Vec<&str> = condition.values.iter().map(|value| &*value.text).collect();
                Test::Value(ValueSet::passing(name, &operands))
            }
        }
    }

    fn words(&mut self, value: &Value, spelling: Spelling, cell: &Cell) -> Option<Alternative> {
        match value.reading() {
            ValueReading::Unreadable => None,
            ValueReading::Fixed(text) => {
                let pieces = text.chars().map(|letter| spelling.written(letter)).collect();
                Some(self.alternative(pieces, text))
            }
            ValueReading::Template(parts) => {
                let filled = self.fill(parts, spelling, cell)?;
                Some(self.filled_alternative(&[], filled, &value.text))
            }
        }
    }

    fn arn(&mut self, value: &Value, cell: &Cell) -> Option<Alternative> {
        let pattern = match value.reading() {
            ValueReading::Unreadable => return None,
            ValueReading::Fixed(text) => ResourcePattern::parse(text),
            ValueReading::Template(parts) => {
                let is_open = parts.iter().any(|part| match part {
                    Part::Variable { key, .. } => {
                        matches!(cell.assigned(key), Assigned::Open | Assigned::Present)
                    }
                    _ => false,
                });
                if is_open {
                    // The value may bring colons along: wildcards are taken to reach over them.
                    let filled = self.fill(parts, Spelling::WILD, cell)?;
                    let is_loose = parts.iter().any(has_wildcard);
                    let mut arn = self.filled_alternative(&[], filled, &value.text);
                    if let Some(mark) = &mut arn.template {
                        (mark.is_arn, mark.is_loose) = (true, is_loose);
                    }
                    return Some(arn);
                }
                ResourcePattern::from_pieces(value.text.to_string(), tokens(parts, cell)?)
            }
        };
        let filled_from = matches!(value.reading(), ValueReading::Template(_)).then(|| (*value.text).into());
        let pieces = of_resource(&pattern.with_short_arn(ShortArn::Nothing))?;
        let alternative = self.alternative(pieces, &value.text);
        Some(Alternative { filled_from, ..alternative })
    }
}

/// Whether case is folded in a text with the one letter that has two in lower case: `İ`, which is `i` with a dot above.
fn is_odd(condition: &Condition) -> bool {
    let is_odd = |value: &Value| value.text.contains(['İ', '\u{307}']);
    spelling(condition.entry.name) == Spelling::FOLDED && condition.values.iter().any(is_odd)
}

fn has_wildcard(part: &Part) -> bool {
    matches!(part, Part::Text(text) if text.contains(['*', '?']))
}

/// The tokens of a text whose variables all have values, or none if one has none.
fn tokens(parts: &[Part], cell: &Cell) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    for part in parts {
        match part {
            Part::Text(text) => tokens.extend(Token::written(text)),
            Part::Literal(letter) => tokens.extend(Token::literal(&letter.to_string())),
            Part::Variable { key, default } => match (cell.assigned(key), default) {
                (Assigned::Value(value), _) | (Assigned::Absent, Some(value)) => {
                    tokens.extend(Token::literal(value));
                }
                _ => return None,
            },
        }
    }
    Some(tokens)
}

fn spelling(name: OperatorName) -> Spelling {
    match name {
        OperatorName::StringLike | OperatorName::StringNotLike => Spelling::WILD,
        OperatorName::StringEqualsIgnoreCase | OperatorName::StringNotEqualsIgnoreCase => Spelling::FOLDED,
        _ => Spelling::LITERAL,
    }
}
