//! From grants to the statements of policies, as a form has room for them.

use catalog::Catalog;
use policy::tree::Statement;

use crate::generalise::generalise;
use crate::grouping::Aim;
use crate::size::{size_of, statement_size};
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
    let mut limits = options.generalise;
    generalise(grants, limits, catalog);
    let mut shaped = in_form(grants, Aim::Shortest(catalog), options, catalog);
    while shaped.overflow.is_some() {
        shaped = in_form(grants, Aim::ShortestOfAll(catalog), options, catalog);
        let Some(tighter) = limits.tighter().filter(|_| shaped.overflow.is_some()) else { break };
        limits = tighter;
        generalise(grants, limits, catalog);
    }
    shaped
}

fn in_form(grants: &[Grant], aim: Aim<'_>, options: &Options, catalog: &Catalog) -> Shaped {
    let room = options.form.room(catalog);
    let sized = |part: Vec<Statement>| {
        (size_of(part.iter().map(|statement| statement_size(statement, room.counts))), part)
    };
    let parts: Vec<_> = split(statements(grants, aim, catalog), &room).into_iter().map(sized).collect();
    let sizes: Vec<usize> = parts.iter().map(|(size, _)| *size).collect();
    Shaped { overflow: options.form.overflow(&sizes, catalog), parts }
}
