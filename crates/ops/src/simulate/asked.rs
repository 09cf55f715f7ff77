//! A request as people write it, and what the evaluator is asked.

use eval::{Caller, Context, Request, Values};
use policy::value::{Moment, MomentForm};

use super::held::Held;
use crate::wire::KeyValues;

/// A request in somebody's words.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) principal: Principal,
    /// `service:Name`, perhaps with wildcards.
    pub(crate) action: String,
    /// An ARN or `*`; a pattern only if [`is_whole`](Self::is_whole) is not set.
    pub(crate) resource: String,
    pub(crate) account: Option<String>,
    pub(crate) context: Vec<KeyValues>,
    /// Keys of which nobody says whether the request has them.
    pub(crate) unknown: Vec<String>,
    /// Keys that are known of the principal.
    pub(crate) known: Vec<(String, String)>,
    /// Whether it says all there is to say: then nothing is filled in but what follows from the request itself, and a `*` in the resource
    /// stands for itself.
    pub(crate) is_whole: bool,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Principal {
    Named(String),
    Anonymous,
    /// Some role of the account that owns the resource.
    Anyone,
}

/// The account of a role that nobody named, where the resource does not tell it.
const SOME_ACCOUNT: &str = "123456789012";

/// What is not known of a role that nobody named.
const UNKNOWN_OF_ANYONE: [&str; 4] = ["aws:PrincipalArn", "aws:PrincipalType", "aws:userid", "aws:username"];

impl Asked {
    /// The request for one action on one resource, or why there is none.
    pub(crate) fn request(
        &self,
        action: &str,
        resource: &str,
        held: &Held,
        now: i64,
    ) -> Result<Request, String> {
        let caller = self.caller(resource)?;
        let mut account = self.account.clone();
        let mut context = Context::new();
        if self.principal == Principal::Anyone {
            for key in UNKNOWN_OF_ANYONE {
                context.set(key, Values::Unknown);
            }
            if account.as_deref().or(account_of(resource)).is_none() {
                context.set("aws:PrincipalAccount", Values::Unknown);
                context.set("aws:ResourceAccount", Values::Unknown);
            }
        }
        for (key, value) in &self.known {
            context.fill(key.clone(), value);
        }
        for given in &self.context {
            let values = match given.values.as_slice() {
                [one] if !given.is_list => Values::One(one.clone()),
                many => Values::Many(many.to_vec()),
            };
            context.set(&given.key, values);
        }
        for key in &self.unknown {
            context.set(key, Values::Unknown);
        }
        if !self.is_whole {
            if let Caller::User { name, .. } = &caller {
                context.fill("aws:username", name);
            }
            fill_clock(&mut context, held, now);
            let is_wild = |part: usize| {
                resource.starts_with("arn:")
                    && resource.split(':').nth(part).is_some_and(|part| part.contains(['*', '?']))
            };
            if is_wild(3) && context.get("aws:RequestedRegion").is_none() {
                context.set("aws:RequestedRegion", Values::Unknown);
            }
            if is_wild(4) && account.is_none() {
                account = caller.account().map(str::to_owned);
            }
        }
        Request::new(caller, action, resource, account.as_deref(), context).map_err(|fault| fault.to_string())
    }

    /// Who asks, in one word.
    pub(crate) fn principal(&self) -> String {
        match &self.principal {
            Principal::Named(text) => text.clone(),
            Principal::Anonymous => "anonymous".to_owned(),
            Principal::Anyone => self.anyone(&self.resource),
        }
    }

    fn anyone(&self, resource: &str) -> String {
        let account = self.account.as_deref().or(account_of(resource)).unwrap_or(SOME_ACCOUNT);
        format!("arn:aws:iam::{account}:role/any")
    }

    fn caller(&self, resource: &str) -> Result<Caller, String> {
        let parse = |text: &str| {
            Caller::parse(text).map_err(|fault| {
                format!(
                    "`{}` is no principal: one is an ARN, an account, a service, or `anonymous`",
                    fault.text
                )
            })
        };
        match &self.principal {
            Principal::Named(text) => parse(text),
            Principal::Anonymous => Ok(Caller::Anonymous),
            Principal::Anyone => parse(&self.anyone(resource)),
        }
    }
}

/// The values of a key that was given several times are one list.
pub(crate) fn merged(given: &[KeyValues]) -> Vec<KeyValues> {
    let mut all: Vec<KeyValues> = Vec::new();
    for one in given {
        match all.iter_mut().find(|other| other.key.eq_ignore_ascii_case(&one.key)) {
            Some(other) => {
                other.values.extend(one.values.iter().cloned());
                other.is_list = true;
            }
            None => all.push(one.clone()),
        }
    }
    all
}

/// The time, where a policy asks for it.
fn fill_clock(context: &mut Context, held: &Held, now: i64) {
    let clock = held.clock();
    let moment = Moment { seconds: now, nanoseconds: 0, form: MomentForm::Calendar };
    if clock.current
        && let Some(text) = moment.iso()
    {
        context.fill("aws:CurrentTime", &text);
    }
    if clock.epoch {
        context.fill("aws:EpochTime", &now.to_string());
    }
}

/// The account in an ARN.
pub(crate) fn account_of(arn: &str) -> Option<&str> {
    let account = arn.split(':').nth(4).filter(|_| arn.starts_with("arn:"))?;
    (account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit())).then_some(account)
}
