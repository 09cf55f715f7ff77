//! From a catalogue back to its facts, so that a refresh can be laid over them.

use crate::facts::{
    ActionFacts, ClientFacts, Facts, KeyFacts, NeedFacts, OnFacts, OperationFacts, ResourceFacts,
    ServiceFacts, TableFacts,
};
use crate::{Action, Catalog, Client, ConditionKey, ResourceType, Service};

impl Facts {
    /// The facts that were packed, in their one order.
    pub fn of(catalog: &Catalog) -> Self {
        let tables = catalog.tables().map(|table| TableFacts {
            name: table.name().to_owned(),
            rows: table.rows().map(|row| row.cells().map(str::to_owned).collect()).collect(),
        });
        Self {
            services: catalog.services().map(service_facts).collect(),
            clients: catalog.clients().map(client_facts).collect(),
            tables: tables.collect(),
        }
    }
}

fn service_facts(service: Service<'_>) -> ServiceFacts {
    let keys = service.condition_keys().map(|key| KeyFacts { name: key.name().to_owned(), kind: key.kind() });
    ServiceFacts {
        prefix: service.prefix().to_owned(),
        title: service.title().to_owned(),
        category: service.category().unwrap_or_default().to_owned(),
        keys: keys.collect(),
        resources: service.resource_types().map(resource_facts).collect(),
        actions: service.actions().map(action_facts).collect(),
    }
}

fn resource_facts(resource: ResourceType<'_>) -> ResourceFacts {
    ResourceFacts {
        name: resource.name().to_owned(),
        arns: resource.arn_formats().map(str::to_owned).collect(),
        keys: names(resource.condition_keys()),
    }
}

fn action_facts(action: Action<'_>) -> ActionFacts {
    let on = action.targets().map(|target| OnFacts {
        resource: target.resource.name().to_owned(),
        required: target.required,
        keys: names(target.own_keys()),
    });
    let needs =
        action.needs().map(|need| NeedFacts { action: need.action.full_name(), how: need.how.to_owned() });
    ActionFacts {
        name: action.name().to_owned(),
        level: action.level(),
        flags: action.flags(),
        on: on.collect(),
        keys: names(action.own_keys()),
        needs: needs.collect(),
    }
}

fn client_facts(client: Client<'_>) -> ClientFacts {
    let operations = client.operations().map(|operation| OperationFacts {
        name: operation.name().to_owned(),
        actions: operation.actions().map(Action::full_name).collect(),
        how: operation.how().to_owned(),
    });
    ClientFacts {
        name: client.name().to_owned(),
        prefix: client.service().map(|service| service.prefix().to_owned()).unwrap_or_default(),
        endpoint: client.endpoint().to_owned(),
        operations: operations.collect(),
    }
}

fn names<'c>(keys: impl Iterator<Item = ConditionKey<'c>>) -> Vec<String> {
    keys.map(|key| key.name().to_owned()).collect()
}
