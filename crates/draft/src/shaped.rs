//! From grants to the statements of policies, as a form has room for them.

use catalog::{Action, Catalog};
use policy::tree::Statement;

use crate::generalise::{generalise, share};
use crate::grouping::Aim;
use crate::shorten::shorten;
use crate::split::split;
use crate::statements::statements;
use crate::{Grant, Options, Overflow};

/// The statements of each policy, with its size, and what stands in the way of their use.
#[derive(Debug, Default)]
pub(crate) struct Shaped {
    pub(crate) parts: Vec<(usize, Vec<Statement>)>,
    pub(crate) overflow: Option<Overflow>,
}

/// The grants in as few policies as can be. If the form has no room for those, statements are shared between services, and then, as
/// far as the options let it, ever more resources become patterns, until it has.
pub(crate) fn shaped(grants: &mut [Grant], options: &Options, catalog: &Catalog) -> Shaped {
    let actions: Vec<_> = grants.iter().map(|grant| catalog.action(&grant.action)).collect();
    let mut limits = options.generalise;
    if limits.share {
        share(grants, &actions);
    }
    generalise(grants, &actions, limits);
    let mut shaped = in_form(grants, &actions, Aim::Shortest, options, catalog);
    while shaped.overflow.is_some() {
        shaped = in_form(grants, &actions, Aim::ShortestOfAll, options, catalog);
        let Some(tighter) = limits.tighter().filter(|_| shaped.overflow.is_some()) else { break };
        limits = tighter;
        generalise(grants, &actions, limits);
    }
    shaped
}

fn in_form(
    grants: &[Grant],
    actions: &[Option<Action<'_>>],
    aim: Aim,
    options: &Options,
    catalog: &Catalog,
) -> Shaped {
    let room = options.form.room(catalog);
    let mut whole = statements(grants, actions, aim);
    if options.shorten {
        shorten(&mut whole, &options.filter, catalog);
    }
    let parts = split(whole, &room);
    let sizes: Vec<usize> = parts.iter().map(|(size, _)| *size).collect();
    Shaped { overflow: options.form.overflow(&sizes, catalog), parts }
}
