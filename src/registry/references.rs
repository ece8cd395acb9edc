//! Schemas that refer to types under other subjects.

use std::collections::HashSet;

use super::client::SchemaRegistryClient;
use super::error::{Error, ErrorKind};
use super::models::{SchemaVersion, StoredSchema};
use crate::schema::{Schema, SchemaReference};

/// How many schemas one may refer to, directly and through others.
const MAX_REFERENCES: usize = 1_000;

/// A step of the walk, which goes depth first and needs no recursion.
enum Step {
    Enter(SchemaReference),
    Leave { name: String, text: String },
}

/// Parses `stored` together with everything that it refers to: children before parents, each name
/// once, whichever version comes first (`AbstractSchemaProvider.java`).
pub(super) async fn resolve(
    client: &SchemaRegistryClient,
    stored: &StoredSchema,
) -> Result<Schema, Error> {
    require_avro(stored)?;
    let mut resolved: Vec<(String, String)> = Vec::new();
    let mut entered = HashSet::new();
    let mut open = HashSet::new();
    let mut steps: Vec<Step> = to_enter(&stored.references).collect();
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave { name, text } => {
                open.remove(&name);
                resolved.push((name, text));
            }
            Step::Enter(SchemaReference { name, .. }) if open.contains(&name) => {
                return Err(unreadable(format!(
                    "the references to {name} go in a circle"
                )));
            }
            Step::Enter(reference) if entered.insert(reference.name.clone()) => {
                if entered.len() > MAX_REFERENCES {
                    return Err(unreadable(format!(
                        "it has over {MAX_REFERENCES} references"
                    )));
                }
                let stored = fetch(client, &reference).await?;
                open.insert(reference.name.clone());
                steps.push(Step::Leave {
                    name: reference.name,
                    text: stored.text,
                });
                steps.extend(to_enter(&stored.references));
            }
            Step::Enter(_) => {}
        }
    }
    let texts: Vec<_> = resolved
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    Schema::parse_registered(&stored.text, &texts)
        .map_err(|cause| unreadable("a stored schema is not valid Avro").with_source(cause))
}

/// Steps come off the end of the list, so the first reference goes last.
fn to_enter(references: &[SchemaReference]) -> impl Iterator<Item = Step> {
    references.iter().rev().cloned().map(Step::Enter)
}

async fn fetch(
    client: &SchemaRegistryClient,
    reference: &SchemaReference,
) -> Result<StoredSchema, Error> {
    let version = u32::try_from(reference.version)
        .ok()
        .and_then(SchemaVersion::new);
    let version = version.ok_or_else(|| {
        let SchemaReference { name, version, .. } = reference;
        unreadable(format!(
            "the reference to {name} has {version} for a version"
        ))
    })?;
    let stored = client
        .schema_by_version(&reference.subject, version)
        .await?;
    require_avro(&stored)?;
    Ok(stored)
}

fn require_avro(stored: &StoredSchema) -> Result<(), Error> {
    if stored.schema_type.eq_ignore_ascii_case(StoredSchema::AVRO) {
        return Ok(());
    }
    Err(unreadable(format!(
        "a stored schema is one of {}, not of Avro",
        stored.schema_type
    )))
}

fn unreadable(problem: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::UnreadableSchema).with_problem(problem)
}
