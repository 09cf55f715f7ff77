//! What requests meet that bring no policies of their own: those of the flags, and those of an account's details.

use std::collections::HashMap;
use std::rc::Rc;

use eval::Layer;

use super::account::Account;
use super::asked::{Asked, Principal};
use super::held::Held;
use crate::OpError;

pub(crate) struct World<'a> {
    /// What every request meets.
    base: Rc<Held>,
    account: Option<Account<'a>>,
    /// What each principal brings along, gathered once.
    gathered: HashMap<String, Gathered>,
}

#[derive(Clone)]
struct Gathered {
    held: Rc<Held>,
    known: Vec<(String, String)>,
}

impl<'a> World<'a> {
    pub(crate) fn new(base: Held, account: Option<Account<'a>>) -> Self {
        Self { base: Rc::new(base), account, gathered: HashMap::new() }
    }

    /// The policies that a request meets; what is known of its principal is noted down in it.
    pub(crate) fn meet(&mut self, asked: &mut Asked) -> Result<Rc<Held>, OpError> {
        let mut held = self.base.clone();
        if let (Some(account), Principal::Named(name)) = (&self.account, &asked.principal) {
            let gathered = if let Some(gathered) = self.gathered.get(name) {
                gathered.clone()
            } else {
                let mut own = Held::clone(&self.base);
                let known = account.gather(name, &mut own)?;
                let gathered = Gathered { held: Rc::new(own), known };
                self.gathered.insert(name.clone(), gathered.clone());
                gathered
            };
            held = gathered.held;
            asked.known = gathered.known;
        }
        if let Some(account) = &self.account
            && !held.has_resource_policy()
            && is_about_trust(&asked.action)
            && let Some(trust) = account.trust_policy(&asked.resource)
        {
            Rc::make_mut(&mut held).add(Layer::Resource, trust);
        }
        if asked.principal == Principal::Anyone && held.has_resource_policy() {
            return Err(OpError::invalid("a resource policy asks who calls, and nobody is named")
                .hint("name the principal: an ARN, an account, a service, or `anonymous`"));
        }
        Ok(held)
    }
}

/// Whether a role's trust policy has a say.
fn is_about_trust(action: &str) -> bool {
    let action = action.to_ascii_lowercase();
    action.starts_with("sts:assumerole") || matches!(&*action, "sts:tagsession" | "sts:setsourceidentity")
}
