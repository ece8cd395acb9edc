//! A schema whose nested types stand under subjects of their own.

use std::collections::HashMap;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use super::cache::Cache;
use super::client::SchemaRegistryClient;
use super::error::{Error, ErrorKind};
use super::models::{RegisteredSchema, SchemaDefinition};
use super::reference_subjects::ReferenceSubjectNameStrategy;
use super::references::{MAX_REFERENCES, in_context_of};
use crate::schema::{Name, Schema, SchemaGuid, SchemaReference};

/// A schema about to be registered, or looked up, with its nested types under subjects of their own:
/// [`SchemaRegistryClient::publish`] and [`SchemaRegistryClient::published`].
///
/// Nothing happens until it is awaited. Dropping the future leaves registered what was, and repeating
/// it goes on from there.
#[derive(Debug)]
#[must_use = "nothing is published until it is awaited"]
pub struct Publication {
    client: SchemaRegistryClient,
    subject: String,
    schema: Result<Schema, Error>,
    action: Action,
    settings: PublicationSettings,
}

/// How the parts of a schema are registered or looked up.
#[derive(Debug, Clone)]
pub(crate) struct PublicationSettings {
    pub(crate) subjects: ReferenceSubjectNameStrategy,
    pub(crate) normalize: bool,
    /// Whether the registry is asked also for nested types that were found a short while ago.
    pub(crate) asks_again: bool,
}

/// What is done with each of the schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    Register,
    LookUp,
}

/// What a registry says of a schema that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Published {
    /// The schema itself, whose id stands in front of records.
    pub schema: RegisteredSchema,
    /// Its nested types, each behind those that it refers to.
    pub nested: Vec<PublishedType>,
}

/// A nested type that stands under a subject of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublishedType {
    /// How others refer to the type: its full name, its subject and its version.
    pub reference: SchemaReference,
    /// What the registry says of it.
    pub schema: RegisteredSchema,
}

impl Publication {
    pub(super) fn new(
        client: SchemaRegistryClient,
        subject: String,
        schema: Result<Schema, Error>,
        action: Action,
    ) -> Self {
        Self {
            client,
            subject,
            schema,
            action,
            settings: PublicationSettings {
                subjects: ReferenceSubjectNameStrategy::default(),
                normalize: false,
                asks_again: true,
            },
        }
    }

    /// How the subjects of nested types are named, and which types have one.
    /// [`RecordName`](ReferenceSubjectNameStrategy::RecordName) unless set
    /// (`reference.subject.name.strategy`).
    pub fn reference_subject_name_strategy(
        mut self,
        strategy: ReferenceSubjectNameStrategy,
    ) -> Self {
        self.settings.subjects = strategy;
        self
    }

    /// Whether the registry brings each of the schemas into its normal form before it compares or
    /// stores it. It does not unless set (`normalize.schemas`).
    pub fn normalize(mut self, normalize: bool) -> Self {
        self.settings.normalize = normalize;
        self
    }
}

impl IntoFuture for Publication {
    type Output = Result<Published, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Self {
                client,
                subject,
                schema,
                action,
                settings,
            } = self;
            publish(&client, action, &subject, &schema?, &settings).await
        })
    }
}

/// Takes the schema apart, and registers the parts or looks them up, children before parents: a
/// reference needs the version of what it refers to.
pub(crate) async fn publish(
    client: &SchemaRegistryClient,
    action: Action,
    subject: &str,
    schema: &Schema,
    settings: &PublicationSettings,
) -> Result<Published, Error> {
    let parts = schema.split(|name| settings.subjects.subject(name).is_some());
    if parts.nested.len() > MAX_REFERENCES {
        return Err(Error::configuration(format!(
            "the schema has over {MAX_REFERENCES} nested types with subjects of their own"
        )));
    }
    let mut nested: Vec<PublishedType> = Vec::with_capacity(parts.nested.len());
    let mut known = HashMap::new();
    for part in &parts.nested {
        // All of them have names, of which the strategy has made subjects.
        let Some(name) = part.name() else { continue };
        let Some(own) = settings.subjects.subject(name) else {
            continue;
        };
        let place = in_context_of(Some(subject), &own).into_owned();
        let definition = settings.definition(part, &known);
        let Part { schema, version } = match settings.asks_again {
            true => Part::ask_for(client, action, &place, &definition).await?,
            false => Part::find(client, action, place, definition).await?,
        };
        let reference = SchemaReference {
            name: name.to_string(),
            subject: own,
            version,
        };
        known.insert(name, reference.clone());
        nested.push(PublishedType { reference, schema });
    }
    let definition = settings.definition(&parts.root, &known);
    let schema = action.carry_out(client, subject, &definition).await?;
    Ok(Published { schema, nested })
}

impl PublicationSettings {
    fn definition(
        &self,
        part: &Schema,
        known: &HashMap<&Name, SchemaReference>,
    ) -> SchemaDefinition {
        let names = part.references().iter();
        let references = names.filter_map(|name| known.get(name).cloned());
        SchemaDefinition::new(part)
            .references(references.collect())
            .normalize(self.normalize)
    }
}

impl Action {
    pub(crate) async fn carry_out(
        self,
        client: &SchemaRegistryClient,
        subject: &str,
        definition: &SchemaDefinition,
    ) -> Result<RegisteredSchema, Error> {
        match self {
            Self::Register => client.register(subject, definition).await,
            Self::LookUp => client.look_up(subject, definition).await,
        }
    }
}

/// What a registry says of a nested type.
#[derive(Debug, Clone)]
pub(super) struct Part {
    schema: RegisteredSchema,
    version: i32,
}

/// What is asked for a nested type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct PartKey {
    action: Action,
    subject: String,
    /// That of the schema with its references, or of its normal form.
    guid: SchemaGuid,
    normalize: bool,
}

/// The nested types that were found, for the events that share them.
pub(super) type Parts = Cache<PartKey, Part>;

impl Part {
    /// By one request for all who ask at the same time, and for a while after that.
    async fn find(
        client: &SchemaRegistryClient,
        action: Action,
        subject: String,
        definition: SchemaDefinition,
    ) -> Result<Self, Error> {
        let key = PartKey {
            action,
            guid: definition.guid()?,
            normalize: definition.normalize,
            subject,
        };
        let parts = client.references().parts();
        if let Some(part) = parts.get(&key, Self::clone) {
            return Ok(part);
        }
        let (client, subject) = (client.clone(), key.subject.clone());
        let fetch = || async move { Self::ask_for(&client, action, &subject, &definition).await };
        let entry = parts.fill(key, fetch).await?;
        Ok(entry.value().clone())
    }

    async fn ask_for(
        client: &SchemaRegistryClient,
        action: Action,
        subject: &str,
        definition: &SchemaDefinition,
    ) -> Result<Self, Error> {
        let answer = action.carry_out(client, subject, definition).await;
        let schema = match (answer, action, &definition.schema) {
            (Err(error), Action::LookUp, Some(schema)) => {
                return Err(client.explain_not_found(error, subject, schema).await);
            }
            (answer, ..) => answer?,
        };
        // Some registries do not say the version on registering.
        let version = match schema.version {
            Some(version) => Some(version),
            None => client.look_up(subject, definition).await?.version,
        };
        let version = version.and_then(|version| i32::try_from(version.get()).ok());
        let version = version.ok_or_else(|| {
            Error::new(ErrorKind::UnexpectedAnswer).with_problem(format!(
                "the registry does not say which version of subject {subject} a schema is"
            ))
        })?;
        if action == Action::Register {
            // It may have been looked for in vain.
            let parts = client.references().parts();
            parts.forget_if(|key| key.action == Action::LookUp && key.subject == subject);
        }
        Ok(Self { schema, version })
    }
}
