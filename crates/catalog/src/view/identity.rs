//! What all views share: they are equal if they are the same row of the same catalogue.

macro_rules! view {
    ($($view:ident: $show:ident;)*) => {$(
        impl PartialEq for $view<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.id == other.id && std::ptr::eq(self.catalog, other.catalog)
            }
        }

        impl Eq for $view<'_> {}

        impl std::fmt::Debug for $view<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($view)).field(&self.$show()).finish()
            }
        }
    )*};
}

use super::{Action, Client, ConditionKey, Operation, ResourceType, Service, Table};

view! {
    Action: full_name;
    Client: name;
    ConditionKey: name;
    Operation: name;
    ResourceType: name;
    Service: prefix;
    Table: name;
}
