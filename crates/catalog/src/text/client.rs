//! `operations/CLIENT.tsv`: one SDK client, and which actions each of its operations asks for.

use super::lines::{Line, lines, unless_dash};
use crate::facts::{ClientFacts, OperationFacts, Problem};

/// Reads one client; `file` is only named in problems.
pub fn parse_client(file: &str, text: &str) -> Result<ClientFacts, Problem> {
    let mut client = ClientFacts::default();
    for line in lines(file, text) {
        match (line.is_part, line.word(0)) {
            (false, "client") => {
                client.name = line.required(1, "the client")?;
                client.prefix = unless_dash(line.word(2));
                client.endpoint = unless_dash(line.word(3));
            }
            (false, "operation") => {
                let operation = parse_operation(&client, &line)?;
                client.operations.push(operation);
            }
            _ => return Err(line.unexpected()),
        }
    }
    if client.name.is_empty() {
        return Err(Problem::new(file, "no `client` line"));
    }
    Ok(client)
}

fn parse_operation(client: &ClientFacts, line: &Line<'_>) -> Result<OperationFacts, Problem> {
    let name = line.required(1, "the operation")?;
    let actions = match line.word(2) {
        "=" if client.prefix.is_empty() => return Err(line.problem("`=` needs a client with a prefix")),
        "=" => vec![format!("{}:{name}", client.prefix)],
        _ => line.list(2),
    };
    Ok(OperationFacts { name, actions, how: line.required(3, "the ground or reason")? })
}
