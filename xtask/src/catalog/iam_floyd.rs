//! The Python package `iam-floyd`: the freshest source. Its Python is generated and regular, so it is read line by line.
//!
//! Taken are names, access levels, condition keys and ARN formats. The package does not say which resource types an
//! action takes, and its docstrings hold prose: neither is carried.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::facts::{Action, Catalogue, Level, RESOURCES_UNKNOWN, Resource};

pub(crate) fn read(package: &Path) -> Result<Catalogue> {
    let folder = package.join("iam_floyd/statement");
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
        let path = entry?.path();
        let is_service = path.extension().is_some_and(|extension| extension == "py")
            && path.file_stem().is_some_and(|stem| stem != "__init__");
        if is_service {
            files.push(path);
        }
    }
    files.sort();
    let mut catalogue = Catalogue::default();
    for path in files {
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        read_file(&text, &mut catalogue)
            .with_context(|| format!("cannot understand `{}`", path.display()))?;
    }
    Ok(catalogue)
}

/// What the lines of one method have told so far.
#[derive(Default)]
struct Method<'a> {
    name: &'a str,
    parameters: &'a str,
    level: Option<&'a str>,
    resource: Option<&'a str>,
    key_methods: Vec<&'a str>,
}

/// Reads the file of one class. A prefix may have several files, one for each page of the reference.
fn read_file(text: &str, catalogue: &mut Catalogue) -> Result<()> {
    let Some(prefix) = text.lines().find_map(|line| quoted(line.trim(), "self.service_prefix = '", "'"))
    else {
        bail!("it has no service prefix");
    };
    let service = catalogue.services.entry(prefix.to_owned()).or_default();
    let mut key_of_method = BTreeMap::new();
    let mut actions: Vec<(&str, Level, Vec<&str>)> = Vec::new();
    let mut resources: Vec<(&str, String, Vec<&str>)> = Vec::new();
    let mut method = Method::default();
    for line in text.lines() {
        if let Some((name, parameters)) = line.strip_prefix("    def ").and_then(|rest| rest.split_once('('))
        {
            method = Method { name, parameters, ..Method::default() };
            continue;
        }
        let line = line.trim();
        if let Some(level) = line.strip_prefix("Access Level: ") {
            method.level = Some(level);
        } else if let Some(key_method) = quoted(line, "- .", "()") {
            method.key_methods.push(key_method);
        } else if let Some(resource) = quoted(line, "\"\"\"Adds a resource of type ", " to the statement") {
            method.resource = Some(resource);
        } else if let Some(action) = quoted(line, "return self.to('", "')") {
            let level = method.level.with_context(|| format!("`{action}` has no access level"))?;
            actions.push((action, Level::primary(level)?, std::mem::take(&mut method.key_methods)));
        } else if let Some(arn) = quoted(line, "return self.on(f'", "')") {
            let resource =
                method.resource.with_context(|| format!("`{}` names no resource type", method.name))?;
            resources.push((resource, template(arn)?, std::mem::take(&mut method.key_methods)));
        } else if let Some(call) = line.strip_prefix("return self.if_(")
            && let Some(key) = condition_key(prefix, call, method.parameters)
        {
            service.keys.insert(key.clone(), key_type(line)?.to_owned());
            key_of_method.insert(method.name, key);
        }
    }
    // Of the methods named, those without a key of this file concern keys that are global or broken in this source.
    let keys = |methods: &[&str]| -> BTreeSet<String> {
        methods.iter().filter_map(|method| key_of_method.get(method).cloned()).collect()
    };
    for (name, arn, key_methods) in resources {
        let resource: &mut Resource = service.resources.entry(name.to_owned()).or_default();
        resource.arns.insert(arn);
        resource.keys.extend(keys(&key_methods));
    }
    for (name, level, key_methods) in actions {
        let action = service.actions.entry(name.to_owned()).or_insert_with(|| Action {
            level,
            flags: [RESOURCES_UNKNOWN].into(),
            on: BTreeMap::new(),
            keys: BTreeSet::new(),
            needs: BTreeMap::new(),
        });
        action.keys.extend(keys(&key_methods));
    }
    Ok(())
}

/// Makes an ARN template of the body of an f-string: `{function_name}` becomes `${FunctionName}`.
fn template(body: &str) -> Result<String> {
    let mut template = String::new();
    let mut rest = body;
    while let Some((literal, tail)) = rest.split_once('{') {
        let (expression, after) =
            tail.split_once('}').with_context(|| format!("`{body}` is not an f-string"))?;
        let name = expression.split(' ').next().unwrap_or(expression);
        template.push_str(literal);
        template.push_str("${");
        template.push_str(&match name {
            "account" | "account_id" => "Account".to_owned(),
            name => camel_case(name),
        });
        template.push('}');
        rest = after;
    }
    template.push_str(rest);
    Ok(template)
}

/// Reads the first argument of `self.if_(`: a text, or a text and the parameter that completes it.
///
/// Keys with a placeholder in their middle are broken in this source and give `None`.
fn condition_key(prefix: &str, call: &str, parameters: &str) -> Option<String> {
    let (literal, rest) = call.strip_prefix('\'')?.split_once('\'')?;
    let mut key = if literal.contains(':') { literal.to_owned() } else { format!("{prefix}:{literal}") };
    if let Some(parameter) = rest.strip_prefix(" + ") {
        let (parameter, _) = parameter.split_once(',')?;
        if !parameters.contains(&format!(" {parameter}: str")) {
            return None;
        }
        let name =
            if matches!(parameter, "key" | "tag_key") { "TagKey".to_owned() } else { camel_case(parameter) };
        key.extend(["${", &name, "}"]);
    }
    Some(key)
}

/// The operator that a method uses by default tells the type of its key.
fn key_type(line: &str) -> Result<&'static str> {
    const TYPES: [(&str, &str); 7] = [
        ("'ForAnyValue:StringLike')", "ArrayOfString"),
        ("'StringLike')", "String"),
        ("'ArnLike')", "ARN"),
        ("'Bool')", "Bool"),
        ("'NumericEquals')", "Numeric"),
        ("'DateEquals')", "Date"),
        ("'IpAddress')", "IPAddress"),
    ];
    let found = TYPES.iter().find(|(ending, _)| line.ends_with(ending));
    found.map(|(_, name)| *name).with_context(|| format!("no known operator in `{line}`"))
}

fn camel_case(snake: &str) -> String {
    let mut camel = String::new();
    for word in snake.split('_') {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

/// What stands in a line between two texts, if the line begins with the first.
fn quoted<'a>(line: &'a str, before: &str, after: &str) -> Option<&'a str> {
    line.strip_prefix(before)?.split_once(after).map(|(inner, _)| inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_gives_actions_resources_and_keys() {
        let text = r#"
class Thing(PolicyStatement):
    def __init__(self, sid: str | None = None) -> None:
        self.service_prefix = 'things'

    def to_tag_thing(self) -> Self:
        """What it is for

        Access Level: Tagging, Write

        Possible conditions:

        - .if_aws_request_tag()
        - .if_elsewhere()
        """
        return self.to('TagThing')

    def on_thing(self, thing_id: str, account: str | None = None) -> Self:
        """Adds a resource of type thing to the statement

        Possible conditions:

        - .if_color()
        """
        return self.on(f'arn:{partition if partition is not None else x}:things:::thing/{thing_id}')

    def if_aws_request_tag(self, tag_key: str, value: str) -> Self:
        return self.if_('aws:RequestTag/' + tag_key, value, operator if operator is not None else 'StringLike')

    def if_color(self, value: str) -> Self:
        return self.if_('Color', value, operator if operator is not None else 'ForAnyValue:StringLike')
"#;
        let mut catalogue = Catalogue::default();
        read_file(text, &mut catalogue).unwrap();
        let service = &catalogue.services["things"];
        let keys: Vec<_> = service.keys.iter().map(|(key, kind)| (key.as_str(), kind.as_str())).collect();
        assert_eq!(keys, [("aws:RequestTag/${TagKey}", "String"), ("things:Color", "ArrayOfString")]);
        assert_eq!(service.actions["TagThing"].level, Level::Tagging);
        assert_eq!(service.actions["TagThing"].keys, ["aws:RequestTag/${TagKey}".to_owned()].into());
        assert_eq!(
            service.resources["thing"].arns,
            ["arn:${Partition}:things:::thing/${ThingId}".to_owned()].into()
        );
        assert_eq!(service.resources["thing"].keys, ["things:Color".to_owned()].into());
    }

    #[test]
    fn f_strings_become_templates() {
        let body =
            "arn:{partition if partition is not None else self._default_partition}:s3:::{bucket_name}/{key}";
        assert_eq!(template(body).unwrap(), "arn:${Partition}:s3:::${BucketName}/${Key}");
    }

    #[test]
    fn keys_are_read_only_where_the_source_is_whole() {
        let tag = "self, tag_key: str, value: str";
        assert_eq!(condition_key("s3", "'prefix', value, x)", tag).as_deref(), Some("s3:prefix"));
        assert_eq!(
            condition_key("s3", "'aws:RequestTag/' + tag_key, value)", tag).as_deref(),
            Some("aws:RequestTag/${TagKey}")
        );
        assert_eq!(
            condition_key("codebuild", "'secondarySources/' + source_identifierlocation, value)", tag),
            None
        );
    }
}
