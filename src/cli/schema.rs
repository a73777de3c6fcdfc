//! `guatu schema`: the JSON Schema of a file, for editors.

use clap::Args;

use super::{Failure, Outcome, print};
use crate::report::schema;
use crate::store::Schema;

/// `guatu schema`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  guatu schema status > status.schema.json
  guatu schema plan > plan.schema.json
  guatu schema report > report.schema.json

Editors with the YAML language server check a file against it while you type, if its first line is
  # yaml-language-server: $schema=../../status.schema.json")]
pub(super) struct SchemaArgs {
    /// The file: plan (plan.yaml), status (units/UNIT.yaml), holidays (holidays.yaml); or report (report --format json)
    #[arg(value_name = "FILE", value_parser = words())]
    file: String,
}

/// The word for the form of `report --format json`, which is no file.
const REPORT: &str = "report";

fn words() -> clap::builder::PossibleValuesParser {
    let words = Schema::ALL.map(Schema::key).into_iter().chain([REPORT]);
    words.map(clap::builder::PossibleValue::new).collect::<Vec<_>>().into()
}

pub(super) fn run(args: &SchemaArgs) -> Outcome {
    let json = if args.file == REPORT {
        schema::json()
    } else {
        let known = Schema::ALL.into_iter().find(|schema| schema.key() == args.file);
        known.unwrap_or(Schema::Status).json()
    };
    let mut bytes = serde_json::to_vec_pretty(&json).map_err(|error| Failure::Output(None, error.into()))?;
    bytes.push(b'\n');
    print(&bytes)
}
