//! All grants of a draft.

use catalog::Catalog;
use trail::{ActionUse, Principal, Usage};

use super::documented::documented;
use super::inferred::inferred;
use super::reads::reads;
use super::refused::refused;
use super::used::used;
use crate::{Dependents, Grant, LeftOut, Options};

/// What is granted, by action, and what is not.
pub(crate) struct Drafted {
    pub(crate) grants: Vec<Grant>,
    pub(crate) left_out: Vec<LeftOut>,
}

pub(crate) fn drafted(
    usage: &Usage,
    principals: &[Principal],
    uses: &[ActionUse<'_>],
    options: &Options,
    catalog: &Catalog,
) -> Drafted {
    let mut drafted = Drafted { grants: Vec::new(), left_out: Vec::new() };
    drafted.grants = used(uses, options, catalog, &mut drafted.left_out);
    let others = inferred(usage, principals, &drafted.grants, options, catalog, &mut drafted.left_out);
    drafted.add(others);
    if options.dependents == Dependents::Documented {
        let others = documented(uses, &drafted, options, catalog);
        drafted.add(others.grants);
        drafted.left_out.extend(others.left_out);
    }
    if options.keep_read {
        let likes = reads(&drafted.grants, options, catalog);
        drafted.add(likes);
    }
    if options.include_denied {
        let denied = refused(uses, options, catalog, &mut drafted.left_out);
        drafted.add(denied);
    }
    drafted.grants.sort_by(|one, other| place(one).cmp(&place(other)));
    drafted.left_out.sort();
    drafted
}

fn place(grant: &Grant) -> impl Ord {
    let Grant { action, demands, basis, resources, .. } = grant;
    (action, demands, basis, resources)
}

impl Drafted {
    /// Adds grants, but those that another covers.
    fn add(&mut self, grants: Vec<Grant>) {
        for grant in grants {
            if !self.grants.iter().any(|other| other.covers(&grant)) {
                self.grants.push(grant);
            }
        }
    }

    pub(super) fn has(&self, action: &str) -> bool {
        self.grants.iter().any(|grant| grant.action == action)
    }
}
