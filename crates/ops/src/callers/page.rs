//! One principal in full.

use schemars::JsonSchema;
use serde::Serialize;
use trail::{Principal, Usage};

use super::actions::{ServiceOf, services};
use super::granted::sensitive;
use super::{CallerRow, Granted};
use crate::{Context, OpError};

/// A principal with its actions
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallerPage {
    #[serde(flatten)]
    pub row: CallerRow,
    pub services: Vec<ServiceOf>,
    /// Whether actions were left out that are granted and were not used
    pub truncated: bool,
}

impl CallerPage {
    pub fn of(usage: &Usage, name: &str, granted: Option<&Granted>, cx: &Context) -> Result<Self, OpError> {
        let principal = Principal::new(name);
        if usage.uses(name).is_none() && granted.is_none() {
            return Err(OpError::not_found(format!("the principal `{name}` is not in the usage")));
        }
        let catalog = cx.catalog();
        let sensitive = sensitive(&catalog);
        let row = CallerRow::of(usage, &principal, granted, &sensitive, &catalog);
        let (services, truncated) = services(usage, &principal, granted, &sensitive, &catalog);
        Ok(Self { row, services, truncated })
    }
}
