//! Writes the columns that hold the facts themselves, one row a fact.

use super::columns::Columns;
use super::names::Names;
use super::sets::Sets;
use super::strings::{Strings, number};
use crate::facts::{ActionFacts, Facts, Problem, ServiceFacts, TableFacts};
use crate::layout::Column;

pub(super) fn write(
    facts: &Facts,
    names: &Names,
    columns: &mut Columns,
    strings: &mut Strings,
) -> Result<(), Problem> {
    let mut writer = Writer {
        names,
        columns,
        strings,
        keys: Sets::new(),
        on: Sets::new(),
        needs: Sets::new(),
        actions: Sets::new(),
    };
    for starts in
        [Column::ServiceActions, Column::ServiceResources, Column::ServiceKeys, Column::ResourceTemplates]
    {
        writer.columns.push(starts, 0);
    }
    for (index, service) in facts.services.iter().enumerate() {
        writer.service(number(index), service)?;
    }
    writer.clients(facts)?;
    writer.sets();
    writer.tables(&facts.tables)
}

struct Writer<'w> {
    names: &'w Names,
    columns: &'w mut Columns,
    strings: &'w mut Strings,
    keys: Sets<u32>,
    /// Resource type, whether required, set of keys.
    on: Sets<(u32, u32, u32)>,
    /// Action, place of the ground.
    needs: Sets<(u32, u32)>,
    actions: Sets<u32>,
}

impl Writer<'_> {
    fn service(&mut self, id: u32, service: &ServiceFacts) -> Result<(), Problem> {
        let place = &service.prefix;
        self.text(Column::ServicePrefix, place);
        self.text(Column::ServiceTitle, &service.title);
        self.text(Column::ServiceCategory, &service.category);
        for action in &service.actions {
            self.action(place, id, action)?;
        }
        for resource in &service.resources {
            self.text(Column::ResourceName, &resource.name);
            let keys = self.key_set(place, &resource.keys)?;
            self.columns.push(Column::ResourceKeys, keys);
            let owner = number(self.columns.len(Column::ResourceName) - 1);
            for arn in &resource.arns {
                self.text(Column::TemplateText, arn);
                self.columns.push(Column::TemplateResource, owner);
            }
            self.end(Column::ResourceTemplates, Column::TemplateText);
        }
        for key in &service.keys {
            self.columns.push(Column::KeyRowKey, self.names.key(place, &key.name)?);
            self.columns.push(Column::KeyRowKind, key.kind.code());
        }
        self.end(Column::ServiceActions, Column::ActionName);
        self.end(Column::ServiceResources, Column::ResourceName);
        self.end(Column::ServiceKeys, Column::KeyRowKey);
        Ok(())
    }

    fn action(&mut self, place: &str, service: u32, action: &ActionFacts) -> Result<(), Problem> {
        let place = &format!("{place}:{}", action.name);
        let mut on = Vec::new();
        for target in &action.on {
            let resource = self.names.resource(place, service, &target.resource)?;
            on.push((resource, u32::from(target.required), self.key_set(place, &target.keys)?));
        }
        let mut needs = Vec::new();
        for need in &action.needs {
            needs.push((self.names.action(place, &need.action)?, self.strings.place(&need.how)));
        }
        let keys = self.key_set(place, &action.keys)?;
        let (on, needs) = (self.on.number(on), self.needs.number(needs));
        self.text(Column::ActionName, &action.name);
        self.columns.push(Column::ActionLevel, action.level.code());
        self.columns.push(Column::ActionFlags, action.flags.code());
        self.columns.push(Column::ActionOn, on);
        self.columns.push(Column::ActionKeys, keys);
        self.columns.push(Column::ActionNeeds, needs);
        Ok(())
    }

    fn clients(&mut self, facts: &Facts) -> Result<(), Problem> {
        self.columns.push(Column::ClientOperations, 0);
        for client in &facts.clients {
            let service = self.names.service(&client.prefix);
            if service.is_none() && !client.prefix.is_empty() {
                return Err(Problem::new(
                    &client.name,
                    format!("`{}` is not a service of these facts", client.prefix),
                ));
            }
            self.text(Column::ClientName, &client.name);
            self.columns.push(Column::ClientService, service.map_or(0, |id| id + 1));
            self.text(Column::ClientEndpoint, &client.endpoint);
            for operation in &client.operations {
                let place = format!("{} {}", client.name, operation.name);
                let actions = operation.actions.iter().map(|name| self.names.action(&place, name));
                let actions = self.actions.number(actions.collect::<Result<_, _>>()?);
                self.text(Column::OperationName, &operation.name);
                self.columns.push(Column::OperationActions, actions);
                self.text(Column::OperationHow, &operation.how);
            }
            self.end(Column::ClientOperations, Column::OperationName);
        }
        Ok(())
    }

    fn sets(&mut self) {
        let columns = &mut *self.columns;
        columns.push_lists(Column::KeySetItems, self.keys.in_order().to_vec(), |columns, key| {
            columns.push(Column::KeySetKey, key);
        });
        columns.push_lists(
            Column::OnSetItems,
            self.on.in_order().to_vec(),
            |columns, (resource, required, keys)| {
                columns.push(Column::OnResource, resource);
                columns.push(Column::OnRequired, required);
                columns.push(Column::OnKeys, keys);
            },
        );
        columns.push_lists(Column::NeedSetItems, self.needs.in_order().to_vec(), |columns, (action, how)| {
            columns.push(Column::NeedAction, action);
            columns.push(Column::NeedHow, how);
        });
        columns.push_lists(Column::ActionSetItems, self.actions.in_order().to_vec(), |columns, action| {
            columns.push(Column::ActionSetAction, action);
        });
    }

    fn tables(&mut self, tables: &[TableFacts]) -> Result<(), Problem> {
        self.columns.push(Column::TableCells, 0);
        for table in tables {
            let width = table.rows.first().map_or(0, Vec::len);
            if width > 255 || table.rows.iter().any(|row| row.len() != width) {
                return Err(Problem::new(&table.name, "a row is not as wide as the first"));
            }
            self.text(Column::TableName, &table.name);
            self.columns.push(Column::TableWidth, number(width));
            for cell in table.rows.iter().flatten() {
                self.text(Column::CellText, cell);
            }
            self.end(Column::TableCells, Column::CellText);
        }
        Ok(())
    }

    fn key_set(&mut self, place: &str, keys: &[String]) -> Result<u32, Problem> {
        let keys = keys.iter().map(|key| self.names.key(place, key)).collect::<Result<_, _>>()?;
        Ok(self.keys.number(keys))
    }

    fn text(&mut self, column: Column, text: &str) {
        let place = self.strings.place(text);
        self.columns.push(column, place);
    }

    /// Closes the row of `starts` whose items have been written to `items`.
    fn end(&mut self, starts: Column, items: Column) {
        self.columns.push(starts, number(self.columns.len(items)));
    }
}
