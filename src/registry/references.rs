//! Schemas that refer to types under other subjects.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::cache::Cache;
use super::cache_settings::CacheSettings;
use super::client::SchemaRegistryClient;
use super::error::{Error, ErrorKind};
use super::models::{SchemaQuery, SchemaVersion, StoredSchema, SubjectVersion};
use super::publication::Parts;
use super::statistics::CacheStatistics;
use crate::schema::{Schema, SchemaReference};

/// How many schemas one may refer to, directly and through others.
pub(super) const MAX_REFERENCES: usize = 1_000;

/// How many references may lead from one schema to the next: as deep as types may be nested.
const MAX_DEPTH: usize = 256;

/// How many references may be left to follow, those to the same schema counted each time.
const MAX_STEPS: usize = 100_000;

/// How many bytes the texts of all of them may have.
const MAX_BYTES: usize = 64 << 20;

/// What a client knows of schemas that others refer to.
pub(super) struct References {
    schemas: Arc<Cache<SubjectVersion, Arc<StoredSchema>>>,
    parts: Arc<Parts>,
    /// Whether the registry is known not to resolve references itself.
    lacks_resolving: AtomicBool,
}

/// Parses `stored` together with everything that it refers to.
pub(super) async fn resolve(
    client: &SchemaRegistryClient,
    stored: &StoredSchema,
) -> Result<Schema, Error> {
    require_avro(stored)?;
    if stored.references.is_empty() {
        return parse(&stored.text, &[]);
    }
    if let Some(schema) = resolved_by_registry(client, stored).await? {
        return Ok(schema);
    }
    let mut walk = Walk::default();
    walk.follow(client, stored).await?;
    let texts: Vec<_> = walk
        .resolved
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    parse(&stored.text, &texts)
}

/// The subject that a schema under the subject `referrer` means by `subject`: one in its own context
/// unless it says another (`QualifiedSubject.qualifySubjectWithParent`).
pub(super) fn in_context_of<'s>(referrer: Option<&str>, subject: &'s str) -> Cow<'s, str> {
    match (context_prefix(subject), referrer.and_then(context_prefix)) {
        (None, Some(prefix)) => Cow::Owned(format!("{prefix}{subject}")),
        _ => Cow::Borrowed(subject),
    }
}

/// `:.context:` of `:.context:subject`.
fn context_prefix(subject: &str) -> Option<&str> {
    let (context, _) = subject.strip_prefix(":.")?.split_once(':')?;
    // The default context has no name.
    (!context.is_empty()).then(|| subject.get(..context.len() + ":.:".len()))?
}

/// The text in which the registry has resolved the references itself, which takes one request
/// however many they are: Confluent's, with `format=resolved`. One that does not know this answers
/// the stored text, and is not asked again.
async fn resolved_by_registry(
    client: &SchemaRegistryClient,
    stored: &StoredSchema,
) -> Result<Option<Schema>, Error> {
    let lacks_resolving = &client.references().lacks_resolving;
    if lacks_resolving.load(Ordering::Relaxed) {
        return Ok(None);
    }
    let mut query = SchemaQuery::default().format("resolved");
    let answer = match (stored.id, &stored.subject, stored.version, stored.guid) {
        (Some(id), subject, ..) => {
            if let Some(subject) = subject {
                query = query.subject(subject);
            }
            client.schema_by_id_with(id, &query).await
        }
        (None, Some(subject), Some(version), _) => {
            client
                .schema_by_version_with(subject, version, &query)
                .await
        }
        (None, .., Some(guid)) => client.schema_by_guid_with(guid, &query).await,
        _ => return Ok(None),
    };
    let lacks = match answer {
        Ok(resolved) => match parse(&resolved.text, &[]) {
            Ok(schema) => {
                let names = stored.references.iter().map(|reference| &*reference.name);
                return Ok(Some(schema.referring_to(names)));
            }
            Err(_) => resolved.text == stored.text,
        },
        Err(error) if error.is_retryable() || is_about_credentials(&error) => return Err(error),
        // Any other error is about this schema, or comes from something in front of the registry.
        Err(error) => matches!(error.kind(), ErrorKind::Refused | ErrorKind::Unsupported),
    };
    lacks_resolving.fetch_or(lacks, Ordering::Relaxed);
    Ok(None)
}

fn is_about_credentials(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Unauthorized | ErrorKind::Forbidden)
}

/// A walk along references: children before parents, each name once, whichever version comes first
/// (`AbstractSchemaProvider.java`). It goes depth first and needs no recursion.
#[derive(Default)]
struct Walk {
    steps: Vec<Step>,
    /// The names that were met.
    entered: HashSet<String>,
    /// Those of them that lead to where the walk is.
    open: HashSet<String>,
    /// Names and texts, each behind those that it refers to.
    resolved: Vec<(String, String)>,
    bytes: usize,
}

enum Step {
    Enter {
        name: String,
        /// The subject, with the context in which it is meant.
        subject: String,
        version: i32,
    },
    Leave {
        name: String,
        text: String,
    },
}

impl Walk {
    async fn follow(
        &mut self,
        client: &SchemaRegistryClient,
        stored: &StoredSchema,
    ) -> Result<(), Error> {
        self.turn_to(stored.subject.as_deref(), &stored.references)?;
        while let Some(step) = self.steps.pop() {
            match step {
                Step::Leave { name, text } => {
                    self.open.remove(&name);
                    self.resolved.push((name, text));
                }
                Step::Enter { name, .. } if self.open.contains(&name) => {
                    let problem = format!("the references to {name} go in a circle");
                    return Err(unreadable(problem));
                }
                Step::Enter {
                    name,
                    subject,
                    version,
                } if self.entered.insert(name.clone()) => {
                    limit(self.entered.len(), MAX_REFERENCES, "references")?;
                    let place = SubjectVersion {
                        version: number(&name, version)?,
                        subject,
                    };
                    let stored = fetch(client, &place).await?;
                    self.enter(name, &place.subject, &stored)?;
                }
                Step::Enter { .. } => {}
            }
        }
        Ok(())
    }

    fn enter(&mut self, name: String, subject: &str, stored: &StoredSchema) -> Result<(), Error> {
        require_avro(stored)?;
        self.open.insert(name.clone());
        limit(self.open.len(), MAX_DEPTH, "references behind each other")?;
        self.bytes += stored.text.len();
        limit(self.bytes, MAX_BYTES, "bytes in its references")?;
        let text = stored.text.clone();
        self.steps.push(Step::Leave { name, text });
        self.turn_to(Some(subject), &stored.references)
    }

    /// Steps come off the end of the list, so the first reference goes last.
    fn turn_to(
        &mut self,
        referrer: Option<&str>,
        references: &[SchemaReference],
    ) -> Result<(), Error> {
        let references = references.iter().rev();
        self.steps.extend(references.map(|reference| Step::Enter {
            name: reference.name.clone(),
            subject: in_context_of(referrer, &reference.subject).into_owned(),
            version: reference.version,
        }));
        limit(self.steps.len(), MAX_STEPS, "references in all")
    }
}

/// A version is kept for a while: once deleted for good, it may come back as another schema.
async fn fetch(
    client: &SchemaRegistryClient,
    place: &SubjectVersion,
) -> Result<Arc<StoredSchema>, Error> {
    let schemas = &client.references().schemas;
    if let Some(schema) = schemas.get(place, Arc::clone) {
        return Ok(schema);
    }
    let (client, asked) = (client.clone(), place.clone());
    let fetch = || async move {
        let SubjectVersion { subject, version } = asked;
        let schema = client.schema_by_version(&subject, version).await;
        schema.map(Arc::new)
    };
    let entry = schemas.fill(place.clone(), fetch).await?;
    Ok(Arc::clone(entry.value()))
}

impl References {
    pub(super) fn new(caches: &CacheSettings) -> Self {
        let schemas = Cache::new(caches.entries(), caches.passing_answers());
        let parts = Cache::new(caches.entries(), caches.passing_answers());
        Self {
            schemas: Arc::new(schemas),
            parts: Arc::new(parts),
            lacks_resolving: AtomicBool::new(false),
        }
    }

    pub(super) fn parts(&self) -> &Arc<Parts> {
        &self.parts
    }

    pub(super) fn statistics(&self) -> CacheStatistics {
        self.schemas.statistics()
    }
}

fn limit(count: usize, limit: usize, what: &str) -> Result<(), Error> {
    if count > limit {
        return Err(unreadable(format!("it has over {limit} {what}")));
    }
    Ok(())
}

fn number(name: &str, version: i32) -> Result<SchemaVersion, Error> {
    let number = u32::try_from(version).ok().and_then(SchemaVersion::new);
    number.ok_or_else(|| {
        unreadable(format!(
            "the reference to {name} has {version} for a version"
        ))
    })
}

fn parse(text: &str, references: &[(&str, &str)]) -> Result<Schema, Error> {
    Schema::parse_registered(text, references)
        .map_err(|cause| unreadable("a stored schema is not valid Avro").with_source(cause))
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

fn unreadable(problem: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::UnreadableSchema).with_problem(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_meant_in_the_context_of_what_refers_to_it() {
        for (referrer, subject, meant) in [
            (None, "leaf", "leaf"),
            (Some("root"), "leaf", "leaf"),
            (Some(":.a:root"), "leaf", ":.a:leaf"),
            (Some(":.a:"), "leaf", ":.a:leaf"),
            (Some(":.a:root"), ":.b:leaf", ":.b:leaf"),
            (Some("root"), ":.b:leaf", ":.b:leaf"),
            (Some(":.a:root"), "a:leaf", ":.a:a:leaf"),
            (Some(":.:root"), "leaf", "leaf"),
        ] {
            assert_eq!(
                in_context_of(referrer, subject),
                meant,
                "{referrer:?} {subject}"
            );
        }
    }
}
