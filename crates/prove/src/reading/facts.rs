//! What the catalogue tells of a request for an action: the resources it may name and the keys it may bring along.

use catalog::{Action, Flags};

use super::pieces::of_shape;
use crate::atom::{Alternative, Atom, Literal, Variable};
use crate::budget::Spent;
use crate::search::Cube;
use crate::space::Space;
use crate::text::{Class, Piece};

/// Services whose actions name a resource whenever they have types of resources, though no source of the catalogue marks one as
/// required.
const ALWAYS_NAMED: [&str; 3] = ["s3", "s3express", "s3-outposts"];

impl Space<'_> {
    /// What is left of the cube for an action of the catalogue; none if AWS would send no such request.
    pub(crate) fn realistic(&mut self, cube: &Cube, action: Action<'_>) -> Result<Option<Cube>, Spent> {
        self.budget.spend(1)?;
        let mut cube = cube.clone();
        for literal in self.missing_keys(&cube, action) {
            match self.with(&cube, literal)? {
                Some(narrower) => cube = narrower,
                None => return Ok(None),
            }
        }
        if action.flags().has(Flags::RESOURCES_UNKNOWN) {
            return Ok(Some(cube));
        }
        // A resource by its name says more than the star that an action without one asks for.
        for literal in self.resources_of(action) {
            if let Some(narrower) = self.with(&cube, literal)? {
                return Ok(Some(narrower));
            }
        }
        Ok(None)
    }

    /// The keys of other actions are not there.
    fn missing_keys(&mut self, cube: &Cube, action: Action<'_>) -> Vec<Literal> {
        let of_services: Vec<(Box<str>, _)> = self
            .atoms
            .variables()
            .filter(|(variable, _)| cube.set(*variable).is_some())
            .filter_map(|(variable, content)| match content {
                Variable::Key(name) if !name.starts_with("aws:") => Some((name.clone(), variable)),
                _ => None,
            })
            .collect();
        let mut missing = Vec::new();
        for (name, variable) in of_services {
            let is_known = self.catalog.condition_key(&name).is_some();
            if is_known && action.condition_key(&name).is_none() {
                let absent = Self::absence();
                missing.push(Literal { atom: self.atoms.atom(variable, absent), holds: true });
            }
        }
        missing
    }

    /// Literals about the resource, each of them possible, the best first.
    fn resources_of(&mut self, action: Action<'_>) -> Vec<Literal> {
        if let Some(known) = self.resources_of_action.get(&action.id()) {
            return known.clone();
        }
        let asked_as = eval::ASKED_AS.iter().find(|(name, _)| action.full_name() == *name);
        let lists = if let Some((_, arn)) = asked_as {
            vec![vec![self.literal_text(arn)]]
        } else {
            let mut formats: Vec<&str> =
                action.targets().flat_map(|target| target.resource.arn_formats()).collect();
            formats.sort_unstable();
            formats.dedup();
            let named: Vec<Alternative> = formats.iter().map(|format| self.format(format)).collect();
            let always = action.targets().any(|target| target.required)
                || (!named.is_empty() && ALWAYS_NAMED.contains(&action.service().prefix()));
            let nameless = vec![self.literal_text("*")];
            let lists = [Some(named), Some(nameless).filter(|_| !always)];
            lists.into_iter().flatten().filter(|list| !list.is_empty()).collect()
        };
        let variable = self.atoms.variable(Variable::Resource);
        let literals: Vec<Literal> = lists
            .into_iter()
            .map(|list| Literal { atom: self.atoms.atom(variable, Atom::Text(list)), holds: true })
            .collect();
        self.resources_of_action.insert(action.id(), literals.clone());
        literals
    }

    /// A format of ARNs as a pattern: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
    fn format(&mut self, format: &str) -> Alternative {
        let service = format.split(':').nth(2).unwrap_or_default();
        let mut pieces = Vec::new();
        for (at, part) in format.splitn(6, ':').enumerate() {
            if at > 0 {
                pieces.push(Piece::Char(':'));
            }
            let is_last = at == 5;
            let mut rest = part;
            while !rest.is_empty() {
                if let Some(tail) = rest.strip_prefix("${") {
                    let (name, behind) = tail.split_once('}').unwrap_or((tail, ""));
                    rest = behind;
                    pieces.extend(placeholder(service, name, is_last));
                } else {
                    let end = rest.find("${").unwrap_or(rest.len());
                    let (text, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
                    rest = behind;
                    let star = if is_last { Class::Any } else { Class::NoColon };
                    pieces.extend(text.chars().map(|letter| match letter {
                        '*' => Piece::Run(star),
                        letter => Piece::Char(letter),
                    }));
                }
            }
        }
        self.alternative(pieces, format)
    }
}

fn placeholder(service: &str, name: &str, is_last: bool) -> Vec<Piece> {
    match name {
        "Partition" => of_shape("aws~"),
        "Region" | "Account" if !is_last => of_shape("~"),
        _ if !is_last => of_shape("+"),
        _ if catalog::takes_no_slash(service, name) => {
            vec![Piece::One(Class::NoSlash), Piece::Run(Class::NoSlash)]
        }
        _ => vec![Piece::One(Class::Any), Piece::Run(Class::Any)],
    }
}
