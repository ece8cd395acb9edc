//! Under which subject a serializer looks for a schema.

use std::borrow::Cow;

use super::AvroSerializer;
use super::frame::FrameKeyRef;
use crate::registry::{
    AssociatedResource, AssociationQuery, AssociationType, Error, SchemaRegistryClient,
};
use crate::schema::{Schema, TypeKind};
use crate::subject::{AssociatedName, MessageField, SerializationContext, SubjectNameStrategy};

/// Which schemas of an enum of events are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Splitting {
    /// That of the whole.
    Never,
    /// That of each event.
    Always,
    /// The one or the other, as the subject turns out.
    Unknown,
}

impl Splitting {
    pub(super) fn of(strategy: &SubjectNameStrategy) -> Self {
        match strategy {
            SubjectNameStrategy::TopicName => Self::Never,
            SubjectNameStrategy::RecordName | SubjectNameStrategy::TopicRecordName => Self::Always,
            SubjectNameStrategy::Associated(_) | SubjectNameStrategy::Function(_) => Self::Unknown,
        }
    }
}

impl AvroSerializer {
    /// The subject of a schema.
    pub(super) async fn subject(
        &self,
        context: &SerializationContext<'_>,
        schema: &Schema,
    ) -> Result<String, Error> {
        let record = match &schema.root_type().kind {
            TypeKind::Record(record) => Some(record.name.as_str()),
            _ => None,
        };
        let subject = self.subject_of(context, record).await?;
        subject.ok_or_else(|| {
            let SerializationContext { topic, field } = context;
            match self.settings().strategy(context.field) {
                SubjectNameStrategy::Associated(associated) if !associated.has_fallback() => {
                    Error::configuration(format!(
                        "no subject is associated with the {field} of topic {topic}, and the \
                         strategy has no fallback"
                    ))
                }
                _ => Error::configuration(format!(
                    "the subject for the {field} of topic {topic} is to have the name of a record, \
                     but its schema is not that of a record"
                )),
            }
        })
    }

    /// The subject of a schema with this name; nothing if the strategy needs one.
    pub(super) async fn subject_of(
        &self,
        context: &SerializationContext<'_>,
        record: Option<&str>,
    ) -> Result<Option<String>, Error> {
        let strategy = self.settings().strategy(context.field);
        if let SubjectNameStrategy::Associated(associated) = strategy
            && let Some(subject) = self.associated(context, associated).await?
        {
            return Ok(Some(subject));
        }
        Ok(strategy.subject(context, record).map(Cow::into_owned))
    }

    /// What is associated with a topic, which is asked for once.
    async fn associated(
        &self,
        context: &SerializationContext<'_>,
        associated: &AssociatedName,
    ) -> Result<Option<String>, Error> {
        let associations = self.associations();
        let key = FrameKeyRef::new(context, &());
        if let Some(subject) = associations.get(&key, Option::clone) {
            return Ok(subject);
        }
        let registry = self.settings().required_registry()?.clone();
        let (topic, field) = (context.topic.to_owned(), context.field);
        let cluster = associated.cluster().map(str::to_owned);
        let fetch = || fetch(registry, topic, field, cluster);
        let entry = associations.fill(key.to_owned(), fetch).await?;
        Ok(entry.value().clone())
    }
}

async fn fetch(
    registry: SchemaRegistryClient,
    topic: String,
    field: MessageField,
    cluster: Option<String>,
) -> Result<Option<String>, Error> {
    // A dash stands for any cluster (`AssociatedNameStrategy.java`).
    let cluster = cluster.unwrap_or_else(|| "-".to_owned());
    let resource = AssociatedResource::topic(cluster, topic.as_str());
    let association_type = match field {
        MessageField::Key => AssociationType::Key,
        MessageField::Value => AssociationType::Value,
    };
    let mut query = AssociationQuery::default();
    query.association_types.push(association_type);
    let mut found = match registry.associations_by_resource(&resource, &query).await {
        Ok(found) => found,
        // The topic is not known, or the registry knows no associations.
        Err(error) if error.status() == Some(404) => return Ok(None),
        Err(error) => return Err(error),
    };
    match found.len() {
        0 | 1 => Ok(found.pop().map(|association| association.subject)),
        count => Err(Error::configuration(format!(
            "{count} subjects are associated with the {field} of topic {topic}"
        ))
        .with_advice("name the cluster by AssociatedName::kafka_cluster_id")),
    }
}
