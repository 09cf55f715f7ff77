//! Where usage goes: a file whose name says in which of the two forms.

use std::path::Path;

use trail::Usage;

use crate::{Context, OpError};

/// Writes a usage file: a Parquet file if the name ends in `.parquet`, else JSON.
pub(super) fn write(usage: &Usage, output: &Path, cx: &Context) -> Result<(), OpError> {
    if is_table(output) {
        cx.write(output, |file| usage.write_parquet(file))
    } else {
        cx.write(output, |file| usage.write_json(file))
    }
}

/// Usage goes to a file: what is printed is told to people.
pub(super) fn check(output: Option<&Path>) -> Result<(), OpError> {
    match output {
        Some(output) if output == Path::new("-") => {
            Err(OpError::invalid("usage is written to a file, not to `-`"))
        }
        _ => Ok(()),
    }
}

fn is_table(output: &Path) -> bool {
    output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("parquet"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_decides_the_form() {
        for (name, is) in
            [("u.parquet", true), ("u.PARQUET", true), ("u.json", false), ("parquet", false), ("u", false)]
        {
            assert_eq!(is_table(Path::new(name)), is, "{name}");
        }
    }
}
