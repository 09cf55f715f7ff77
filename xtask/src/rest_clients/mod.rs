//! A client that others wrote, run against our REST API: schemathesis reads `/openapi.json`, makes thousands of requests of it, and holds
//! each answer against what is said there.

mod run;

pub(crate) use run::run;
