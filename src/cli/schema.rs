//! `guatu schema`: the JSON Schema of a file, for editors.

use clap::Args;

use super::{Failure, Outcome, print};
use crate::store::Schema;

/// `guatu schema`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  guatu schema status > status.schema.json
  guatu schema plan > plan.schema.json

Editors with the YAML language server check a file against it while you type, if its first line is
  # yaml-language-server: $schema=../../status.schema.json")]
pub(super) struct SchemaArgs {
    /// The file: plan (plan.yaml), status (units/UNIT.yaml), holidays (holidays.yaml)
    #[arg(value_name = "FILE", value_parser = Schema::ALL.map(Schema::key))]
    file: String,
}

pub(super) fn run(args: &SchemaArgs) -> Outcome {
    let schema = Schema::ALL.into_iter().find(|schema| schema.key() == args.file).unwrap_or(Schema::Status);
    let mut bytes =
        serde_json::to_vec_pretty(&schema.json()).map_err(|error| Failure::Output(None, error.into()))?;
    bytes.push(b'\n');
    print(&bytes)
}
