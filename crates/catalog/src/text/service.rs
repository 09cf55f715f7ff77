//! `services/PREFIX.tsv`: one service with its condition keys, resource types and actions.

use super::lines::{Line, lines, unless_dash};
use crate::facts::{
    ActionFacts, Flags, KeyFacts, KeyType, Level, NeedFacts, OnFacts, Problem, ResourceFacts, ServiceFacts,
};

/// Reads one service; `file` is only named in problems.
pub fn parse_service(file: &str, text: &str) -> Result<ServiceFacts, Problem> {
    let mut service = ServiceFacts::default();
    let mut open = Open::Service;
    for line in lines(file, text) {
        if line.is_part {
            add_part(&mut service, open, &line)?;
        } else {
            open = add_fact(&mut service, &line)?;
        }
    }
    if service.prefix.is_empty() {
        return Err(Problem::new(file, "no `service` line"));
    }
    Ok(service)
}

/// The fact that the indented lines below belong to.
#[derive(Clone, Copy)]
enum Open {
    Service,
    Key,
    Resource,
    Action,
}

fn add_fact(service: &mut ServiceFacts, line: &Line<'_>) -> Result<Open, Problem> {
    match line.word(0) {
        "service" => {
            service.prefix = line.required(1, "the prefix")?;
            service.title = line.required(2, "the display name")?;
            service.category = unless_dash(line.word(3));
            Ok(Open::Service)
        }
        "key" => {
            let kind = KeyType::parse(line.word(2))
                .ok_or_else(|| line.problem(format!("`{}` is no type of condition keys", line.word(2))))?;
            service.keys.push(KeyFacts { name: line.required(1, "the key")?, kind });
            Ok(Open::Key)
        }
        "resource" => {
            let name = line.required(1, "the resource type")?;
            service.resources.push(ResourceFacts { name, ..ResourceFacts::default() });
            Ok(Open::Resource)
        }
        "action" => {
            service.actions.push(parse_action(line)?);
            Ok(Open::Action)
        }
        _ => Err(line.unexpected()),
    }
}

fn parse_action(line: &Line<'_>) -> Result<ActionFacts, Problem> {
    let level = Level::parse(line.word(2))
        .ok_or_else(|| line.problem(format!("`{}` is no access level", line.word(2))))?;
    let mut flags = Flags::NONE;
    for word in line.list(3) {
        let flag = Flags::parse(&word).ok_or_else(|| line.problem(format!("`{word}` is no flag")))?;
        flags = flags.with(flag);
    }
    let name = line.required(1, "the action")?;
    Ok(ActionFacts { name, level, flags, on: Vec::new(), keys: Vec::new(), needs: Vec::new() })
}

fn add_part(service: &mut ServiceFacts, open: Open, line: &Line<'_>) -> Result<(), Problem> {
    match (open, line.word(0), service.resources.last_mut(), service.actions.last_mut()) {
        (Open::Resource, "arn", Some(resource), _) => resource.arns.push(line.required(1, "the format")?),
        (Open::Resource, "key", Some(resource), _) => resource.keys.push(line.required(1, "the key")?),
        (Open::Action, "key", _, Some(action)) => action.keys.push(line.required(1, "the key")?),
        (Open::Action, "on", _, Some(action)) => action.on.push(parse_on(line)?),
        (Open::Action, "needs", _, Some(action)) => action.needs.push(NeedFacts {
            action: line.required(1, "the action")?,
            how: if line.word(2).is_empty() { "documented".to_owned() } else { line.word(2).to_owned() },
        }),
        _ => return Err(line.unexpected()),
    }
    Ok(())
}

fn parse_on(line: &Line<'_>) -> Result<OnFacts, Problem> {
    let required = match line.word(2) {
        "required" => true,
        "optional" => false,
        other => return Err(line.problem(format!("`{other}` is neither `required` nor `optional`"))),
    };
    Ok(OnFacts { resource: line.required(1, "the resource type")?, required, keys: line.list(3) })
}
