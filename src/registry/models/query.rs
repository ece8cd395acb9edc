//! How a stored schema is to be answered.

use super::super::operation::Operation;

/// What to answer with a schema, and in which form.
///
/// ```
/// use avrolane::registry::SchemaQuery;
///
/// let query = SchemaQuery::default().subject(":.staging:flights-value").format("resolved");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct SchemaQuery {
    subject: Option<String>,
    format: Option<String>,
    reference_format: Option<String>,
    find_tags: Vec<String>,
    fetch_max_id: bool,
}

impl SchemaQuery {
    /// The subject, or the context as `:.context:`, in which an id is meant. Ids belong to
    /// contexts; without this the default one is meant. Of a subject that names no context the
    /// default one is looked into first, and then the others for one that has this subject with
    /// this id (`getSchemaKeyUsingContexts` of Confluent's server).
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// The form of the text. For Avro `resolved` puts the types that are referred to into the
    /// text. It is as registered unless set.
    pub fn format(mut self, format: impl Into<String>) -> Self {
        self.format = Some(format.into());
        self
    }

    /// The form of the references; `qualified` names the context of each subject. It is as
    /// registered unless set.
    pub fn reference_format(mut self, format: impl Into<String>) -> Self {
        self.reference_format = Some(format.into());
        self
    }

    /// The tags that are to be looked for in the schema; `*` is all. None unless set.
    pub fn find_tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.find_tags = tags.into_iter().map(Into::into).collect();
        self
    }

    /// Whether to say the highest id that there is. It is not said unless set.
    pub fn fetch_max_id(mut self, fetch: bool) -> Self {
        self.fetch_max_id = fetch;
        self
    }

    pub(in crate::registry) fn add_to(&self, operation: Operation) -> Operation {
        let operation = operation
            .optional("subject", self.subject.as_deref())
            .optional("format", self.format.as_deref())
            .optional("referenceFormat", self.reference_format.as_deref());
        self.find_tags
            .iter()
            .fold(operation, |operation, tag| operation.query("findTags", tag))
            .flag("fetchMaxId", self.fetch_max_id)
    }

    pub(in crate::registry) fn subject_name(&self) -> Option<&str> {
        self.subject.as_deref()
    }
}
