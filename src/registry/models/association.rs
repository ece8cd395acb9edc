//! Which subjects belong to which topics, where the registry keeps that.

use serde::{Deserialize, Serialize};

use super::super::wire::{DefinitionBody, millis, stored};
use super::definition::SchemaDefinition;
use super::stored::StoredSchema;
use super::text_enum::text_enum;

/// Something that subjects belong to, such as a topic.
///
/// ```
/// use avrolane::registry::AssociatedResource;
///
/// let topic = AssociatedResource::topic("lkc-1", "flights").id("lkc-1:flights");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct AssociatedResource {
    /// The name, such as that of a topic.
    #[serde(rename = "resourceName", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the name belongs to, such as the id of a Kafka cluster; `-` where that is not known.
    #[serde(rename = "resourceNamespace", skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// An id that takes the place of both.
    #[serde(rename = "resourceId", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it is; `topic` unless set.
    #[serde(rename = "resourceType", skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
}

impl AssociatedResource {
    /// A topic of a Kafka cluster.
    #[must_use]
    pub fn topic(namespace: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            namespace: Some(namespace.into()),
            id: None,
            resource_type: Some("topic".to_owned()),
        }
    }

    /// What an id stands for.
    #[must_use]
    pub fn with_id(id: impl Into<String>) -> Self {
        Self::default().id(id)
    }

    /// Gives it an id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
}

/// That a subject belongs to a resource.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Association {
    /// The subject.
    pub subject: String,
    /// The association's own GUID.
    pub guid: Option<String>,
    /// What the subject belongs to.
    #[serde(flatten)]
    pub resource: AssociatedResource,
    /// Whether it is for keys or for values.
    pub association_type: Option<AssociationType>,
    /// What becomes of the subject along with the resource.
    pub lifecycle: Option<Lifecycle>,
    /// Whether the schema can change no more.
    pub frozen: Option<bool>,
    /// When it was made, in milliseconds since 1970.
    #[serde(rename = "createTs", with = "millis", default)]
    pub created_at: Option<std::time::SystemTime>,
    /// When it was last changed, in milliseconds since 1970.
    #[serde(rename = "updateTs", with = "millis", default)]
    pub updated_at: Option<std::time::SystemTime>,
}

text_enum! {
    /// Which half of a topic's messages a subject is for.
    AssociationType {
        /// The keys.
        Key = "key",
        /// The values.
        Value = "value",
    }
}

text_enum! {
    /// What becomes of a subject along with its resource.
    Lifecycle {
        /// It goes when the resource goes.
        Strong = "STRONG",
        /// It stays.
        Weak = "WEAK",
    }
}

/// A subject that is to belong, or does belong, to a resource.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssociatedSubject {
    /// The subject; the registry makes a name unless set.
    pub subject: Option<String>,
    /// Whether it is for keys or for values; values unless set.
    pub association_type: Option<AssociationType>,
    /// What becomes of the subject along with the resource.
    pub lifecycle: Option<Lifecycle>,
    /// Whether the schema can change no more.
    pub frozen: Option<bool>,
    /// A schema to register under the subject.
    pub schema: Option<SchemaDefinition>,
}

impl AssociatedSubject {
    /// A subject for one half of the messages.
    #[must_use]
    pub fn new(subject: impl Into<String>, association_type: AssociationType) -> Self {
        Self {
            subject: Some(subject.into()),
            association_type: Some(association_type),
            ..Self::default()
        }
    }
}

/// Subjects that are to belong to a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssociationRequest {
    /// The resource.
    pub resource: AssociatedResource,
    /// The subjects.
    pub associations: Vec<AssociatedSubject>,
    /// The context that subjects without one are meant in; the default one unless set.
    pub context: Option<String>,
    /// Whether to only find out what would happen.
    pub dry_run: bool,
}

impl AssociationRequest {
    /// Has these subjects belong to a resource.
    #[must_use]
    pub fn new(resource: AssociatedResource, associations: Vec<AssociatedSubject>) -> Self {
        Self {
            resource,
            associations,
            context: None,
            dry_run: false,
        }
    }
}

/// One of several changes to what belongs to a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AssociationChange {
    /// An association that is not there yet (`CREATE`).
    Create(AssociatedSubject),
    /// An association that may be there already (`UPSERT`).
    Upsert(AssociatedSubject),
    /// An association that is to go (`DELETE`).
    Delete {
        /// Whether it is for keys or for values; both if it is not said.
        association_type: Option<AssociationType>,
        /// Whether subjects that go with their resource are deleted.
        cascade_lifecycle: bool,
    },
}

/// Which associations of a resource or of a subject are meant; all of them unless something is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssociationQuery {
    /// The type of the resources; `topic` unless set.
    pub resource_type: Option<String>,
    /// Whether for keys, for values, or for either.
    pub association_types: Vec<AssociationType>,
    /// What becomes of the subjects.
    pub lifecycle: Option<Lifecycle>,
}

/// The subjects that belong to a resource, as a registry answers when they are made or changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct AssociationResult {
    /// The resource.
    #[serde(flatten)]
    pub resource: AssociatedResource,
    /// The subjects.
    #[serde(default)]
    pub associations: Vec<AssociatedSubjectResult>,
}

/// A subject of an [`AssociationResult`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AssociatedSubjectResult {
    /// The subject.
    pub subject: Option<String>,
    /// Whether it is for keys or for values.
    pub association_type: Option<AssociationType>,
    /// What becomes of the subject along with the resource.
    pub lifecycle: Option<Lifecycle>,
    /// Whether the schema can change no more.
    pub frozen: Option<bool>,
    /// The schema, where one was sent or asked for.
    #[serde(with = "stored", default)]
    pub schema: Option<StoredSchema>,
}

/// The JSON of an [`AssociatedSubject`], alone or as a change.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::registry) struct AssociationBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    op_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    association_type: Option<&'a AssociationType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lifecycle: Option<&'a Lifecycle>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frozen: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<DefinitionBody<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    normalize: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cascade_lifecycle: Option<bool>,
}

impl<'a> From<&'a AssociatedSubject> for AssociationBody<'a> {
    fn from(subject: &'a AssociatedSubject) -> Self {
        Self {
            op_type: None,
            subject: subject.subject.as_deref(),
            association_type: subject.association_type.as_ref(),
            lifecycle: subject.lifecycle.as_ref(),
            frozen: subject.frozen,
            schema: subject.schema.as_ref().map(DefinitionBody::new),
            normalize: subject.schema.as_ref().map(|schema| schema.normalize),
            cascade_lifecycle: None,
        }
    }
}

impl<'a> From<&'a AssociationChange> for AssociationBody<'a> {
    fn from(change: &'a AssociationChange) -> Self {
        match change {
            AssociationChange::Create(subject) => Self {
                op_type: Some("CREATE"),
                ..Self::from(subject)
            },
            AssociationChange::Upsert(subject) => Self {
                op_type: Some("UPSERT"),
                ..Self::from(subject)
            },
            AssociationChange::Delete {
                association_type,
                cascade_lifecycle,
            } => Self {
                op_type: Some("DELETE"),
                subject: None,
                association_type: association_type.as_ref(),
                lifecycle: None,
                frozen: None,
                schema: None,
                normalize: None,
                cascade_lifecycle: Some(*cascade_lifecycle),
            },
        }
    }
}
