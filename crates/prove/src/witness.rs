//! From a cube to one request that lies in it.

use catalog::ActionSet;
use eval::{Caller, Context, Request, Values};

use crate::atom::Variable;
use crate::budget::Spent;
use crate::reading::{Assigned, Cell, Kind, Mentions};
use crate::search::Cube;
use crate::space::{Space, Worlds};
use crate::theory::{Chosen, KeyValue};

/// A request that shows a difference. The evaluator has decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// As the evaluator takes it, with the keys that follow from the rest filled in.
    pub request: Request,
    /// The context keys that matter, by name, without those that must be absent.
    pub context: Vec<(String, Values)>,
    /// Keys that must be absent, of those that the policies ask for.
    pub absent: Vec<String>,
}

/// Whether nothing hangs on the value of a key.
type IsFree = bool;

/// Who asks where nothing hangs on it.
const SOMEBODY: &str = "arn:aws:iam::123456789012:role/Example";

impl Witness {
    /// Less is plainer: the fewest keys, then the shortest texts.
    pub(crate) fn cost(&self) -> (usize, usize) {
        let values = |values: &Values| match values {
            Values::One(value) => value.len(),
            Values::Many(values) => values.iter().map(|value| value.len() + 1).sum(),
            Values::Unknown => 0,
        };
        let context: usize = self.context.iter().map(|(name, given)| name.len() + values(given)).sum();
        let request = &self.request;
        let texts = request.caller().text().len() + request.action().len() + request.resource().len();
        (self.context.len(), context + texts)
    }
}

impl Space<'_> {
    /// A request of the cube for an action of the catalogue, or for any other.
    pub(crate) fn witness(
        &mut self,
        cube: &Cube,
        action: &str,
        cell: &Cell,
        mentions: &Mentions,
    ) -> Result<Option<Witness>, Spent> {
        let resource = match self.chosen(cube, &Variable::Resource)? {
            Some(Chosen::Text(text)) => self.plainer(cube, &Variable::Resource, &text),
            _ => "*".to_owned(),
        };
        let account = resource.split(':').nth(4).filter(|part| is_account(part)).map(str::to_owned);
        let caller = match &cell.kind {
            Kind::Bearer => match &account {
                Some(account) => SOMEBODY.replace("123456789012", account),
                None => SOMEBODY.to_owned(),
            },
            Kind::Anonymous => "anonymous".to_owned(),
            Kind::Session(name) | Kind::Service(name) | Kind::Provider(name) => name.clone(),
            Kind::Root | Kind::User | Kind::Role | Kind::FederatedUser => {
                match self.chosen(cube, &Variable::Principal)? {
                    Some(Chosen::Text(text)) => {
                        let plainer = self.plainer(cube, &Variable::Principal, &text);
                        self.as_written(cube, mentions, plainer)
                    }
                    _ => return Ok(None),
                }
            }
        };
        let mut context = Context::new();
        let (mut shown, mut absent) = (Vec::new(), Vec::new());
        let mut free = Vec::new();
        for (name, value, is_free) in self.chosen_keys(cube)? {
            let written = self.key_names.get(&name).map_or_else(|| name.to_string(), ToString::to_string);
            match value {
                KeyValue::Absent => absent.push(written),
                KeyValue::One(value) if *cell.assigned(&name) == Assigned::Many => {
                    shown.push((written, Values::Many(vec![value])));
                }
                KeyValue::One(value) if is_free => free.push((written, Values::One(value))),
                KeyValue::One(value) => shown.push((written, Values::One(value))),
                KeyValue::Many(values) => shown.push((written, Values::Many(values))),
            }
        }
        if self.worlds == Worlds::Aws && cell.kind == Kind::User && mentions.speaks_of(&["aws:username"]) {
            let name = caller.rsplit('/').next().unwrap_or_default().to_owned();
            shown.push(("aws:username".to_owned(), Values::One(name)));
        }
        for (name, values) in &shown {
            context.set(name, values.clone());
        }
        let Ok(caller) = Caller::parse(&caller) else { return Ok(None) };
        let given = context_account(&shown);
        let owner = account.as_deref().or(given.as_deref()).or(cell.owner.account.as_deref());
        // The evaluator fills nothing into a key that is given, and takes one without values to be absent.
        let filled = Request::new(caller.clone(), action, &resource, owner, context.clone());
        let Ok(filled) = filled else { return Ok(None) };
        for name in absent.iter().filter(|name| filled.context().get(name).is_some()) {
            context.set(name, Values::Many(Vec::new()));
        }
        for (name, values) in free.into_iter().filter(|(name, _)| filled.context().get(name).is_none()) {
            context.set(&name, values.clone());
            shown.push((name, values));
        }
        let Ok(request) = Request::new(caller, action, &resource, owner, context) else { return Ok(None) };
        for (name, values) in request.context().filled() {
            if mentions.speaks_of(&[&name.to_ascii_lowercase()]) {
                shown.push((name.to_owned(), values.clone()));
            }
        }
        shown.sort_by(|one, other| one.0.cmp(&other.0));
        absent.sort();
        Ok(Some(Witness { request, context: shown, absent }))
    }

    fn chosen(&mut self, cube: &Cube, variable: &Variable) -> Result<Option<Chosen>, Spent> {
        let variable = self.atoms.variable(variable.clone());
        match cube.set(variable) {
            Some(set) => self.choose(set),
            None => Ok(None),
        }
    }

    /// Values of the keys that the cube says something about, and of those that every request has.
    fn chosen_keys(&mut self, cube: &Cube) -> Result<Vec<(Box<str>, KeyValue, IsFree)>, Spent> {
        let keys: Vec<_> = self
            .atoms
            .variables()
            .filter_map(|(variable, content)| match content {
                Variable::Key(name) => Some((name.clone(), variable, cube.set(variable))),
                _ => None,
            })
            .collect();
        let mut chosen = Vec::new();
        for (name, variable, set) in keys {
            let is_free = set.is_none();
            if is_free && self.may_be_absent(variable, &name) {
                continue;
            }
            let set = self.set_of(cube, variable);
            if let Some(Chosen::Key(value)) = self.choose(set)? {
                chosen.push((name, value, is_free));
            }
        }
        Ok(chosen)
    }

    /// The same text with a partition, a region and an account that people know, where that makes no difference.
    fn plainer(&mut self, cube: &Cube, variable: &Variable, text: &str) -> String {
        let variable = self.atoms.variable(variable.clone());
        let Some(set) = cube.set(variable) else { return text.to_owned() };
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let [arn, own, service, region, account, last] = parts.as_slice() else { return text.to_owned() };
        let known_region = if region.is_empty() { "" } else { "us-east-1" };
        let known_account = if account.is_empty() { "" } else { "123456789012" };
        let literals = self.sets.literals(set);
        let spelled = |partition: &str, region: &str, account: &str| {
            let candidate = format!("{arn}:{partition}:{service}:{region}:{account}:{last}");
            self.text_fits(literals, &candidate).then_some(candidate)
        };
        let parts = [
            ("us-east-1", "123456789012"),
            ("", "123456789012"),
            (known_region, known_account),
            (known_region, account),
            (region, known_account),
        ]
        .into_iter()
        .filter(|(with_region, with_account)| {
            // Regions and accounts are put in only where AWS's format of such ARNs has them.
            self.worlds == Worlds::Aws
                || (with_region.is_empty() == region.is_empty()
                    && with_account.is_empty() == account.is_empty())
        })
        .collect::<Vec<_>>();
        let candidates = ["aws", own].into_iter().flat_map(|partition| {
            parts.iter().filter_map(move |(region, account)| spelled(partition, region, account))
        });
        candidates.into_iter().next().unwrap_or_else(|| text.to_owned())
    }

    /// The caller as a policy spells it: names of roles are compared without case.
    fn as_written(&mut self, cube: &Cube, mentions: &Mentions, caller: String) -> String {
        let variable = self.atoms.variable(Variable::Principal);
        let literals = cube.set(variable).map_or(&[][..], |set| self.sets.literals(set));
        let same =
            |written: &&String| written.eq_ignore_ascii_case(&caller) && self.text_fits(literals, written);
        mentions.principals.iter().find(same).cloned().unwrap_or(caller)
    }

    /// The catalogue's actions of a cube.
    pub(crate) fn known_actions(&mut self, cube: &Cube) -> ActionSet {
        let variable = self.atoms.variable(Variable::Action);
        let set = self.set_of(cube, variable);
        self.sets.action(set).map(|state| state.known.clone()).unwrap_or_default()
    }
}

/// The account that owns the resource, where the context says so.
fn context_account(context: &[(String, Values)]) -> Option<String> {
    context.iter().find(|(name, _)| name.eq_ignore_ascii_case("aws:ResourceAccount")).and_then(
        |(_, values)| match values {
            Values::One(account) => Some(account.clone()),
            _ => None,
        },
    )
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|letter| letter.is_ascii_digit())
}
