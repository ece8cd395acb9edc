//! Which subjects belong to which topics.

use serde::{Deserialize, Serialize};

use super::read::Found;
use super::register::Submission;
use super::subject::Subject;

/// That the keys or the values of a topic are of a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::registry) struct Association {
    pub(in crate::registry) subject: String,
    pub(super) guid: String,
    pub(in crate::registry) resource_name: String,
    pub(in crate::registry) resource_namespace: String,
    pub(in crate::registry) resource_id: String,
    pub(super) resource_type: String,
    pub(in crate::registry) association_type: String,
    pub(in crate::registry) lifecycle: Lifecycle,
    pub(super) create_ts: u64,
    pub(super) update_ts: u64,
}

/// Whether the subject ends with the topic. That also says whether the association is frozen, which
/// is told only where it is otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(in crate::registry) enum Lifecycle {
    /// The subject is the topic's own.
    Strong,
    /// The subject is shared.
    Weak,
}

/// A change of one association of a topic.
#[derive(Debug)]
pub(in crate::registry) enum AssociationChange {
    /// The association is to be new.
    Create(Wanted),
    /// The association is to be, whether or not there is one already.
    Upsert(Wanted),
    /// The association is to be no more.
    Delete {
        association_type: Option<String>,
        /// Whether a subject that is the topic's own ends too.
        cascade: bool,
    },
}

/// A topic as a request names it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in crate::registry) struct Resource {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::registry) resource_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::registry) resource_namespace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::registry) resource_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::registry) resource_type: Option<String>,
}

impl Resource {
    /// Adds what an association of the resource says of it, and the resource itself does not.
    pub(in crate::registry) fn complete(&mut self, association: &Association) {
        for (part, known) in [
            (&mut self.resource_name, &association.resource_name),
            (
                &mut self.resource_namespace,
                &association.resource_namespace,
            ),
            (&mut self.resource_id, &association.resource_id),
        ] {
            part.get_or_insert_with(|| known.clone());
        }
    }
}

/// An association that is to be.
#[derive(Debug)]
pub(in crate::registry) struct Wanted {
    pub(in crate::registry) subject: Option<String>,
    pub(in crate::registry) association_type: Option<String>,
    pub(in crate::registry) lifecycle: Option<Lifecycle>,
    pub(in crate::registry) frozen: Option<bool>,
    pub(in crate::registry) schema: Option<Submission>,
}

/// Which associations are asked for; what is not said does not count.
#[derive(Debug, Clone, Default)]
pub(in crate::registry) struct AssociationFilter {
    pub(in crate::registry) subject: Option<Subject>,
    pub(in crate::registry) name: Option<String>,
    pub(in crate::registry) namespace: Option<String>,
    pub(in crate::registry) id: Option<String>,
    pub(in crate::registry) resource_type: Option<String>,
    /// All of them, if there are none.
    pub(in crate::registry) types: Vec<String>,
    pub(in crate::registry) lifecycle: Option<Lifecycle>,
}

/// An association that was made, with the schema that was registered for it.
pub(in crate::registry) type Made = (Association, Option<Found>);

impl Lifecycle {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Strong => "STRONG",
            Self::Weak => "WEAK",
        }
    }
}

impl Association {
    /// What associations are listed by.
    pub(super) fn order(&self) -> impl Ord + '_ {
        (
            &self.resource_name,
            &self.resource_namespace,
            &self.association_type,
            &self.subject,
        )
    }
}

impl AssociationFilter {
    pub(super) fn shows(&self, association: &Association) -> bool {
        let is = |wanted: &Option<String>, value: &str| {
            wanted.as_ref().is_none_or(|wanted| wanted == value)
        };
        self.subject
            .as_ref()
            .is_none_or(|subject| *subject == Subject::new(&association.subject))
            && is(&self.name, &association.resource_name)
            && is(&self.namespace, &association.resource_namespace)
            && is(&self.id, &association.resource_id)
            && is(&self.resource_type, &association.resource_type)
            && (self.types.is_empty() || self.types.contains(&association.association_type))
            && self
                .lifecycle
                .is_none_or(|lifecycle| lifecycle == association.lifecycle)
    }
}
